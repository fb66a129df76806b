/** The mark: three lines of a record, the middle one still being written. The same drawing as public/icon.svg. */
export function Mark({ className = "size-8" }: { className?: string }) {
  return (
    <svg aria-hidden="true" viewBox="0 0 64 64" className={`shrink-0 ${className}`}>
      <rect width="64" height="64" rx="15" fill="#0b6b60" />
      <rect x="17" y="17" width="30" height="7" rx="3.5" fill="#fff" />
      <rect x="17" y="28.5" width="16" height="7" rx="3.5" fill="#fff" />
      <circle cx="43" cy="32" r="4.5" fill="#8fe3d2" />
      <rect x="17" y="40" width="30" height="7" rx="3.5" fill="#fff" />
    </svg>
  );
}
