/** Line icons on a 20 × 20 grid, drawn for this product. Decorative: the control beside one carries the name. */
const paths = {
  add: "M10 4v12M4 10h12",
  back: "M12 4l-6 6 6 6",
  camera: "M3 6.5h3l1.5-2h5l1.5 2h3v9.5H3zM10 13.5a2.75 2.75 0 100-5.5 2.75 2.75 0 000 5.5z",
  check: "M4 10.5l4 4 8-9",
  chevron: "M7.5 5l5 5-5 5",
  close: "M5 5l10 10M15 5L5 15",
  copy: "M7 7h9v9H7zM4 13V4h9",
  devices: "M6 3h8v14H6zM9 14.5h2",
  down: "M10 4v12M5 11l5 5 5-5",
  edge: "M4 16.5V9a6 6 0 0112 0v7.5M2.5 16.5h15M8 16.5V4.2M12 16.5V4.2M4 11.5h12",
  edit: "M4 16v-3l8.5-8.5 3 3L7 16zM11 6l3 3",
  external: "M8 5H5v10h10v-3M11 4h5v5M16 4l-7 7",
  filter: "M3 5h14M6 10h8M8.5 15h3",
  home: "M3.5 9.5L10 4l6.5 5.5V16h-4.5v-4H8v4H3.5z",
  image: "M3 4.5h14v11H3zM3 13l4-4 4 4 2.5-2.5L17 14M12.5 7.75h.01",
  key: "M12.5 11a3.5 3.5 0 10-3.3-2.3L4 14v2.5h3V15h1.5v-1.5H10l1.2-1.2c.4.4.9.7 1.3.7z",
  list: "M4 5.5h12M4 10h12M4 14.5h12",
  lock: "M5 9h10v7.5H5zM7 9V6.5a3 3 0 016 0V9",
  more: "M5 10h.01M10 10h.01M15 10h.01",
  offline: "M3 8a10.5 10.5 0 0114 0M6 11.3a6 6 0 018 0M10 15h.01M4 3l12 14",
  people:
    "M7.5 9.5a2.75 2.75 0 100-5.5 2.75 2.75 0 000 5.5zM2.5 16c0-2.8 2.2-4.5 5-4.5s5 1.7 5 4.5M13 4.3a2.6 2.6 0 010 5M14.5 11.8c1.8.5 3 2 3 4.2",
  person: "M10 9.5a3 3 0 100-6 3 3 0 000 6zM4 16.5c0-3 2.7-4.8 6-4.8s6 1.8 6 4.8",
  qr: "M4 4h4.5v4.5H4zM11.5 4H16v4.5h-4.5zM4 11.5h4.5V16H4zM11.5 11.5h2v2h-2zM16 16h-2M16 11.5v1.5",
  record: "M5 3.5h10v13H5zM8 7.5h4M8 10.5h4M8 13.5h2.5",
  retry: "M15.5 10a5.5 5.5 0 11-1.6-3.9M15.5 3.5V7H12",
  search: "M9 14A5 5 0 109 4a5 5 0 000 10zM12.7 12.7L16.5 16.5",
  send: "M10 16V4.5M5 9.5l5-5 5 5",
  settings: "M3 6h7M14 6h3M12 4v4M3 14h3M10 14h7M8 12v4",
  shield: "M10 3l6 2v4.5c0 3.6-2.5 6-6 7.5-3.5-1.5-6-3.9-6-7.5V5z",
  signOut: "M8 4H4v12h4M12 6.5L15.5 10 12 13.5M15.5 10H8",
  stop: "M6 6h8v8H6z",
  trash: "M4 5.5h12M8 5.5V4h4v1.5M5.5 5.5l.7 11h7.6l.7-11M8.5 8.5v5M11.5 8.5v5",
  tool: "M12.5 3.5a4 4 0 00-3.8 5.3L3.5 14v2.5H6l5.2-5.2a4 4 0 005.1-5L14 8.5l-2.5-2.5 2.3-2.3a4 4 0 00-1.3-.2z",
  warning: "M10 3.5l7.5 13h-15zM10 8.5v3.5M10 14.3h.01",
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name, className = "size-5" }: { name: IconName; className?: string }) {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
      className={`shrink-0 ${className}`}
    >
      <path d={paths[name]} />
    </svg>
  );
}
