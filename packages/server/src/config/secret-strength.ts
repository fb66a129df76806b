/** Words that example files use where a secret belongs. */
const placeholderWords = ["replace", "change", "your-", "placeholder", "example"];

/** Why this cannot be a real secret, or null. */
export function findPlaceholder(secret: string): string | null {
  const lower = secret.toLowerCase();
  const word = placeholderWords.find((candidate) => lower.includes(candidate));
  if (word) return `looks like a placeholder: it contains "${word}"`;
  return null;
}

/** A secret that signs tokens: long enough, not from an example, not one piece over and over. */
export function findWeakness(secret: string, minimum: number): string | null {
  const placeholder = findPlaceholder(secret);
  if (placeholder) return placeholder;
  if (secret.length < minimum) return `is shorter than ${minimum} characters`;
  if (repeats(secret) || new Set(secret).size < 8) return "repeats itself";
  return null;
}

/** True when one piece, at most half as long as the text, makes up the whole text (the last copy may be cut). */
export function repeats(text: string): boolean {
  // The border table of Knuth, Morris and Pratt: length minus longest border is the smallest period.
  const border = [0];
  for (let i = 1, k = 0; i < text.length; i++) {
    while (k > 0 && text[i] !== text[k]) k = border[k - 1] ?? 0;
    if (text[i] === text[k]) k++;
    border.push(k);
  }
  return text.length > 1 && text.length - (border.at(-1) ?? 0) <= text.length / 2;
}
