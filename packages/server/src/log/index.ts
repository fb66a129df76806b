export type { AccessLine, AccessLog, FailedAuthentication } from "./access-log.ts";
export { describeError } from "./describe-error.ts";
export { type Fields, type Level, levels } from "./entry.ts";
export { createLog, type Log, type LogOptions, silentLog } from "./log.ts";
export { printable } from "./printable.ts";
export { openTerminal, type Terminal } from "./terminal.ts";
export { createWords, type Words } from "./words.ts";
export {
  type AccessLogOptions,
  type AccessLogWriter,
  silentAccessLog,
  writeAccessLog,
} from "./write-access-log.ts";
