import { Failure } from "../../pure/failure.ts";
import type { Command } from "../command.ts";

/** Commands of the surface that later work brings: named, so that nobody takes the absence for a typing mistake. */
const names: readonly (readonly [string, string])[] = [
  ["key create", "Make an API key"],
  ["key list", "Show the API keys"],
  ["key revoke", "End an API key"],
  ["doctor", "Look for what is wrong on this machine"],
  ["backup create", "Make an encrypted backup"],
  ["backup list", "Show the backups"],
  ["backup verify", "Check a backup"],
  ["backup restore", "Restore a backup"],
  ["backup drill", "Prove that a backup restores"],
  ["privacy export", "Export a person's data"],
  ["privacy erase", "Erase a person's data"],
  ["privacy hold", "Keep a person's data from erasure"],
  ["privacy retention", "Say how long data is kept"],
  ["secrets rotate", "Replace the server's secrets"],
  ["incident open", "Begin an incident"],
  ["incident status", "Show an incident"],
  ["incident contain", "Stop the bleeding"],
  ["incident evidence", "Collect the evidence"],
  ["incident report", "Write the report"],
  ["incident close", "End an incident"],
  ["comply soc2", "Evidence for SOC 2"],
  ["comply gdpr", "Evidence for the GDPR"],
  ["comply hipaa", "Evidence for HIPAA"],
  ["review weekly", "The weekly review"],
  ["review monthly", "The monthly review"],
  ["review quarterly", "The quarterly review"],
  ["rehearse", "Attack the assistant with a corpus"],
];

export const notYetCommands: readonly Command[] = names.map(([name, summary]) => ({
  name,
  summary: `${summary} (not supported yet)`,
  positionals: ["[ARGUMENT]"],
  options: {},
  access: "anyone",
  async run() {
    throw new Failure("not_supported", { text: `"entobot ${name}" is not supported yet.` });
  },
}));
