#!/usr/bin/env node
// biome-ignore-all lint/style/useNodejsImportProtocol: Node 12 does not know the names with "node:".
"use strict";
// The program `entobot`. Written so that any Node can read it: an old one must end in a sentence, not in a syntax error.
const { spawn, spawnSync } = require("child_process");
const fs = require("fs");
const path = require("path");
const { pathToFileURL } = require("url");

const needed = 24;
const unavailable = 69;
const arguments_ = process.argv.slice(2);

function refuse(words) {
  fs.writeSync(2, `${words}\n`);
  process.exit(unavailable);
}

const major = Number(process.versions.node.split(".")[0]);
if (major >= needed) main().catch((error) => refuse(`Entobot could not be started: ${error.stack || error}`));
else runWithPinnedNode();

/**
 * An old Node has no exec: it stays as a parent that only passes signals on and the exit code back. The server
 * follows its parent (ENTOBOT_PARENT), so even SIGKILL of this process leaves no orphan.
 */
function runWithPinnedNode() {
  const node = findPinnedNode();
  if (!node) {
    const version = process.versions.node;
    refuse(
      `Entobot needs Node ${needed}, and this is Node ${version}: run "npm ci" without --omit=optional on Linux with glibc (x64, arm64), or install Node ${needed} from https://nodejs.org.`,
    );
  }
  const environment = Object.assign({}, process.env, { ENTOBOT_PARENT: String(process.pid) });
  const child = spawn(node, [__filename].concat(arguments_), { stdio: "inherit", env: environment });
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("error", () =>
    refuse(
      `The Node that comes with Entobot does not run here. Install Node ${needed} from https://nodejs.org.`,
    ),
  );
  child.on("exit", (code, signal) => {
    if (!signal) return process.exit(code);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

function findPinnedNode() {
  try {
    const folder = path.dirname(require.resolve(`node-${process.platform}-${process.arch}/package.json`));
    const node = path.join(folder, "bin", "node");
    return spawnSync(node, ["--version"]).status === 0 ? node : undefined;
  } catch (_) {
    return undefined;
  }
}

async function main() {
  // npm passes signals on; should it be killed itself, the server notices that its parent changed.
  if (!process.env.ENTOBOT_PARENT && process.env.npm_lifecycle_event)
    process.env.ENTOBOT_PARENT = String(process.ppid);
  await import(pathToFileURL(freshProgram()).href);
}

/** The built program, made first when it is missing or stale; the sources themselves where it cannot be made. */
function freshProgram() {
  const stamp = require("./stamp.cjs");
  const built = path.join(stamp.parts.server.output, stamp.parts.server.entry);
  const source = path.join(stamp.root, "packages/server/src/main.ts");
  const wanted = ["server"]
    .concat(needsWeb(stamp) ? ["web"] : [])
    .filter((part) => stamp.state(part) !== "fresh");
  if (wanted.length === 0) return built;
  if (wanted.includes("web"))
    fs.writeSync(2, "Building the web console and the phone app, once; this takes a moment.\n");
  const build = path.join(stamp.root, "packages/server/build.ts");
  const made = spawnSync(
    process.execPath,
    [build].concat(wanted),
    Object.assign({ encoding: "utf8" }, ownerOf(stamp.root)),
  );
  if (made.status === 0) return built;
  const words = (made.stderr || String(made.error || "")).trim();
  if (stamp.state("server") !== "fresh") {
    fs.writeSync(2, `The program could not be built, so it runs from its sources: ${words}\n`);
    return source;
  }
  fs.writeSync(2, `The web console could not be built and is not served: ${words}\n`);
  return built;
}

/** Only the server serves the web files; other commands do not wait for them. */
function needsWeb(stamp) {
  return arguments_[0] === "start" && fs.existsSync(path.join(stamp.root, "packages/web/index.html"));
}

/** Root builds as the one who owns the checkout: its files stay that user's, and root runs none of its tools. */
function ownerOf(folder) {
  const { uid, gid } = fs.statSync(folder);
  return process.getuid && process.getuid() === 0 && uid !== 0 ? { uid, gid } : {};
}
