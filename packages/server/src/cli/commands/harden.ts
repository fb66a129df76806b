import { resolve } from "node:path";
import { adviceFor, hardeningFiles, planFrom, writeFiles } from "../../operations/index.ts";
import type { Command } from "../command.ts";
import { usage } from "../usage.ts";

export const hardenCommand: Command = {
  name: "harden",
  summary:
    "Write the files that protect the server: nginx, fail2ban, logrotate, systemd, ufw, PostgreSQL, certbot",
  positionals: [],
  options: {
    out: { type: "string", value: "DIR", summary: "The folder to write into; made when it is missing" },
    force: { type: "boolean", summary: "Replace files that were changed or are not ours" },
  },
  access: "anyone",
  async run({ world, arguments: given }) {
    const out = given.text("out");
    if (!out) throw usage("--out DIR is missing.");
    const folder = resolve(out);
    const facts = await world.hardening();
    const files = hardeningFiles(facts);
    await writeFiles(folder, files, given.flag("force"));
    const advice = adviceFor(planFrom(facts), facts);
    return {
      json: { folder, files: files.map(({ path }) => path), advice },
      text: [
        `${files.length} files are in ${folder}; README.md says where each goes.`,
        ...files.map(({ path }) => `  ${path}`),
        ...(advice.length > 0 ? ["Still to do before they fit:"] : []),
        ...advice.map(({ key, text }) => `  ${key} ${text}`),
        "",
      ].join("\n"),
    };
  },
};
