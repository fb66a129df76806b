/**
 * Commands of the surface that later versions bring. Their names are kept free, and who types one is told so: their
 * absence is no typing mistake.
 */
export const reservedNames: readonly string[] = [
  "key create",
  "key list",
  "key revoke",
  "doctor",
  "backup create",
  "backup list",
  "backup verify",
  "backup restore",
  "backup drill",
  "privacy export",
  "privacy erase",
  "privacy hold",
  "privacy retention",
  "secrets rotate",
  "incident open",
  "incident status",
  "incident contain",
  "incident evidence",
  "incident report",
  "incident close",
  "comply soc2",
  "comply gdpr",
  "comply hipaa",
  "review weekly",
  "review monthly",
  "review quarterly",
  "rehearse",
];

/** The reserved name that these words begin with; a group alone ("backup") counts as its whole. */
export function findReserved(words: readonly string[]): string | undefined {
  const [first, second] = words;
  return (
    reservedNames.find((name) => name === first || name === `${first} ${second}`) ??
    (reservedNames.some((name) => name.startsWith(`${first} `)) ? first : undefined)
  );
}
