import { limits } from "@entobot/contract/limits";

export interface Strength {
  /** 0 to 4, for the bar. */
  readonly level: 0 | 1 | 2 | 3 | 4;
  readonly words: string;
}

const common = /pass ?w[o0]rd|qwert|asdf|1234|letmein|welcome|admin|entobot|iloveyou|(.)\1\1\1/i;

/** A rough measure, to help while typing; the server decides. `known` are words an attacker tries first. */
export function passwordStrength(password: string, known: readonly string[]): Strength {
  const length = [...password].length;
  const missing = limits.passwordCharactersMin - length;
  if (length === 0)
    return {
      level: 0,
      words: `At least ${limits.passwordCharactersMin} characters. A few unrelated words are easy to keep.`,
    };
  if (missing > 0)
    return { level: 1, words: `${missing} more ${missing === 1 ? "character" : "characters"}` };
  const lower = password.toLowerCase();
  const guess = known
    .flatMap((text) => text.toLowerCase().split(/[^\p{L}\p{N}]+/u))
    .find((part) => part.length > 3 && lower.includes(part));
  if (guess) return { level: 1, words: `Without “${guess}”: that is the first thing one would try` };
  const weak = common.exec(password)?.[0];
  if (weak) return { level: 1, words: `“${weak}” is among the first guesses; leave it out` };
  const different = new Set(lower).size;
  if (different < 6) return { level: 1, words: "Too few different characters" };
  if (length < 15 || different < 8) return { level: 3, words: "Good. A longer one is better still" };
  return { level: 4, words: "Strong" };
}
