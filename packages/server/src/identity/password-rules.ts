/** Plainly guessable for this person on this server. Length is the contract's rule. */
export function findWeakness(
  password: string,
  about: { email: string; name: string; organization: string },
): string | undefined {
  const plain = simplify(password);
  if (new Set(plain).size < 5) return "Use more different characters.";
  if (isRepeated(plain)) return "Do not repeat a short text.";
  if (isSequence(plain)) return "Do not use a sequence of characters.";
  const [mailbox = "", domain = ""] = about.email.split("@");
  // The company's name is in its people's addresses, also where nobody has set it as the organization's.
  const company = domain.split(".").slice(0, -1);
  for (const known of [about.email, mailbox, ...company, about.name, about.organization]) {
    const word = simplify(known);
    if (word.length < 4) continue;
    const rest = plain.split(word).join("");
    if (plain.includes(word) && rest.length < 8) {
      return "Do not build it from your own or your organization's name or address.";
    }
  }
  return undefined;
}

const simplify = (text: string) => text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");

/** "abcabcabcabc": the text is itself moved round by less than its length. */
const isRepeated = (text: string) => (text + text).indexOf(text, 1) < text.length;

function isSequence(text: string): boolean {
  const steps = new Set<number>();
  for (let i = 1; i < text.length; i++) steps.add(text.charCodeAt(i) - text.charCodeAt(i - 1));
  return steps.size === 1;
}
