export { describeError } from "./describe-error.ts";
export { type Fields, type Level, levels } from "./entry.ts";
export { createLog, type Log, type LogOptions, silentLog } from "./log.ts";
export { printable } from "./printable.ts";
export { openTerminal, type Terminal } from "./terminal.ts";
export { createWords, type Words } from "./words.ts";
