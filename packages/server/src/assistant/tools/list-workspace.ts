import { constants, type Dirent } from "node:fs";
import { type FileHandle, lstat, mkdir, open, opendir } from "node:fs/promises";
import type { PersonId } from "@entobot/contract/ids";
import { cleanLine } from "@entobot/contract/text";
import { z } from "zod";
import { componentsOf, openBelow, pathOf } from "./open-folder.ts";
import { type Tool, ToolRefusal } from "./tool.ts";

const entries = 500;
const nameCharacters = 120;

const Arguments = z.strictObject({
  path: z.string().max(4096).default(".").describe("A folder inside the workspace, relative to it."),
});

/** Lists the person's own folder, `<workspace>/<person id>` (0700, made at first use). Reads names and sizes only. */
export function listWorkspace(workspace: string): Tool<z.infer<typeof Arguments>> {
  return {
    name: "list_workspace",
    description: "Lists the files of the person's own workspace.",
    parameters: Arguments,
    permission: "tools.use",
    reach: { reads: ["own_workspace"], writes: [] },
    async run(call, { path }) {
      const names = componentsOf(path);
      if (!names) throw new ToolRefusal("This path does not stay inside the workspace.");
      const own = await openOwnFolder(workspace, call.principal.personId);
      try {
        const folder = await openFolder(own, names);
        try {
          return await list(folder);
        } finally {
          await folder.close();
        }
      } finally {
        await own.close();
      }
    },
  };
}

async function openOwnFolder(workspace: string, personId: PersonId): Promise<FileHandle> {
  await mkdir(workspace, { recursive: true, mode: 0o700 });
  const root = await open(workspace, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    await mkdir(pathOf(root, personId), { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
    });
    return await openBelow(root, [personId]);
  } finally {
    await root.close();
  }
}

async function openFolder(own: FileHandle, names: readonly string[]): Promise<FileHandle> {
  try {
    return await openBelow(own, names);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    // A link gives ELOOP or ENOTDIR: neither where it points to nor whether that exists is told.
    if (code === "ENOENT" || code === "ELOOP" || code === "ENOTDIR" || code === "EACCES") {
      throw new ToolRefusal("There is no such folder in the workspace.");
    }
    throw error;
  }
}

async function list(folder: FileHandle): Promise<string> {
  const found: Dirent[] = [];
  let more = false;
  for await (const entry of await opendir(pathOf(folder, "."))) {
    if (found.length === entries) {
      more = true;
      break;
    }
    found.push(entry);
  }
  if (found.length === 0) return "The folder is empty.";
  found.sort((a, b) => (a.name < b.name ? -1 : 1));
  const lines = await Promise.all(found.map((entry) => describe(folder, entry)));
  return [...lines, ...(more ? [`… and more: only ${entries} are shown.`] : [])].join("\n");
}

async function describe(folder: FileHandle, entry: Dirent): Promise<string> {
  const name = cleanLine(entry.name, nameCharacters, "?");
  if (entry.isDirectory()) return `${name}/`;
  if (entry.isSymbolicLink()) return `${name} (link, not followed)`;
  if (!entry.isFile()) return `${name} (special)`;
  const size = await lstat(pathOf(folder, entry.name)).then(
    (stat) => `${stat.size} bytes`,
    () => "gone",
  );
  return `${name} (${size})`;
}
