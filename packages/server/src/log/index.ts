export { describeError } from "./describe-error.ts";
export { createLog, type Fields, type Level, type Log, type LogOptions, levels, silentLog } from "./log.ts";
export { printable } from "./printable.ts";
export { openTerminal, type Terminal } from "./terminal.ts";
export { createWords, type Words } from "./words.ts";
