import type { Command } from "./command.ts";
import { alertsCommands } from "./commands/alerts.ts";
import { auditCommands } from "./commands/audit.ts";
import { chatCommand } from "./commands/chat.ts";
import { claimCommand } from "./commands/claim.ts";
import { deviceCommands } from "./commands/device.ts";
import { hardenCommand } from "./commands/harden.ts";
import { lockoutCommands } from "./commands/lockout.ts";
import { pairCommand } from "./commands/pair.ts";
import { serverCommands } from "./commands/server.ts";
import { sessionCommands } from "./commands/session.ts";
import { userCommands } from "./commands/user.ts";

/** All commands but `start`, which is main's own, in the order of the help. */
export const commands: readonly Command[] = [
  claimCommand,
  pairCommand,
  chatCommand,
  ...userCommands,
  ...sessionCommands,
  ...deviceCommands,
  ...lockoutCommands,
  ...auditCommands,
  ...alertsCommands,
  ...serverCommands,
  hardenCommand,
];
