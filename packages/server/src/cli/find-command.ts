import { editDistance } from "../config/nearest-name.ts";
import type { Command } from "./command.ts";

export interface Found {
  readonly command: Command;
  /** What follows the command's name. */
  readonly rest: readonly string[];
}

/** The command with the longest name that the words begin with; options may stand before it nowhere. */
export function findCommand(commands: readonly Command[], words: readonly string[]): Found | undefined {
  for (const length of [2, 1]) {
    const name = words.slice(0, length).join(" ");
    const command = commands.find((each) => each.name === name);
    if (command !== undefined) return { command, rest: words.slice(length) };
  }
  return undefined;
}

/** What a typing mistake most likely meant. */
export function nearestCommand(commands: readonly Command[], words: readonly string[]): string | undefined {
  const typed = words.filter((word) => !word.startsWith("-"));
  const ranked = commands
    .map(({ name }) => {
      const wanted = typed.slice(0, name.split(" ").length).join(" ");
      return { name, distance: editDistance(wanted.slice(0, 60), name) };
    })
    .sort((a, b) => a.distance - b.distance);
  const best = ranked[0];
  return best !== undefined && best.distance <= Math.max(2, Math.floor(best.name.length / 4))
    ? best.name
    : undefined;
}

/** Commands whose name begins with this word: what "entobot user" alone could have meant. */
export const commandsOf = (commands: readonly Command[], word: string | undefined): readonly Command[] =>
  commands.filter(({ name }) => name.startsWith(`${word} `));
