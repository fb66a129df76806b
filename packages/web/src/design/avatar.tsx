/** A person's initials. The name always stands beside it. */
export function Avatar({ name }: { name: string }) {
  const words = name.trim().split(/[\s@._-]+/u);
  const initials = [words[0], words.length > 1 ? words[1] : ""]
    .map((word) => [...(word ?? "")][0] ?? "")
    .join("")
    .toUpperCase();
  return (
    <span
      aria-hidden="true"
      className="grid size-9 shrink-0 place-items-center rounded-full bg-accent-wash font-medium text-accent text-sm"
    >
      {initials || "?"}
    </span>
  );
}
