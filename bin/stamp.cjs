"use strict";
// Whether the built program still is what the sources say. Shared by bin/entobot.cjs and packages/server/build.ts.
// First by sizes and times, which is quick; if those differ (a copied or freshly unpacked checkout), by content.
const { createHash } = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");

const root = path.resolve(__dirname, "..");

const parts = {
  server: {
    output: path.join(root, "packages/server/dist"),
    entry: "entobot.js",
    sources: [
      "packages/contract/src",
      "packages/client/src",
      "packages/server/src",
      "packages/server/build.ts",
      "package-lock.json",
    ],
  },
  web: {
    output: path.join(root, "packages/server/dist/web"),
    entry: "index.html",
    sources: ["packages/contract/src", "packages/client/src", "packages/web", "package-lock.json"],
  },
};

const passedOver = new Set(["node_modules", "dist", "test", ".vite"]);

function list(place) {
  const found = fs.statSync(place, { throwIfNoEntry: false });
  if (!found) return [];
  if (!found.isDirectory()) return [{ place, size: found.size, time: found.mtimeMs }];
  const names = fs.readdirSync(place).filter((name) => !passedOver.has(name));
  return names.sort().flatMap((name) => list(path.join(place, name)));
}

/** `quick` changes with any size or time, `content` only with the content. */
function measure(part) {
  const files = parts[part].sources.flatMap((source) => list(path.join(root, source)));
  const quick = createHash("sha256");
  for (const { place, size, time } of files)
    quick.update(`${path.relative(root, place)}\0${size}\0${time}\n`);
  const content = () => {
    const hash = createHash("sha256");
    for (const { place } of files)
      hash
        .update(`${path.relative(root, place)}\0`)
        .update(fs.readFileSync(place))
        .update("\0");
    return hash.digest("hex");
  };
  return { quick: quick.digest("hex"), content };
}

// Not in the folder of the web files: those are served to everybody.
const stampFile = (part) => path.join(parts.server.output, `${part}.stamp.json`);

function readStamp(part) {
  try {
    return JSON.parse(fs.readFileSync(stampFile(part), "utf8"));
  } catch (_) {
    return undefined;
  }
}

/** "fresh", "stale" or "missing". */
function state(part) {
  if (!fs.existsSync(path.join(parts[part].output, parts[part].entry))) return "missing";
  const stamp = readStamp(part);
  if (!stamp) return "stale";
  const now = measure(part);
  if (now.quick === stamp.quick) return "fresh";
  if (now.content() !== stamp.content) return "stale";
  try {
    fs.writeFileSync(stampFile(part), JSON.stringify(Object.assign(stamp, { quick: now.quick })));
  } catch (_) {
    // A read-only checkout: the content is looked at again next time.
  }
  return "fresh";
}

module.exports = { root, parts, stampFile, measure, readStamp, state };
