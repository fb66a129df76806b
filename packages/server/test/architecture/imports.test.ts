import { describe, expect, test } from "vitest";
import { domains, floors, singleOwners } from "./floors.ts";
import { parseImports, reached, type Source, sources } from "./sources.ts";

const all = sources();
const folderOf = (source: Source) => source.path.split("/")[0] as string;
const inFolders = all.filter((source) => source.path.includes("/"));

function wrongImports(files: readonly Source[]): string[] {
  return files.flatMap((source) => {
    const folder = folderOf(source);
    const allowed = floors[folder];
    return source.imports.flatMap((entry) => {
      const target = reached(entry);
      if (target === null || target === folder) return [];
      return allowed?.includes(target) ? [] : [`${source.path} imports ${entry.specifier}`];
    });
  });
}

function backDoors(files: readonly Source[]): string[] {
  return files.flatMap((source) =>
    source.imports.flatMap(({ file, specifier }) => {
      if (file === null) return [];
      const target = file.split("/")[0] as string;
      if (!(domains as readonly string[]).includes(target) && target !== "entry") return [];
      const own = target === folderOf(source);
      const index = file === `${target}/index.ts`;
      return own === index ? [`${source.path} imports ${specifier}`] : [];
    }),
  );
}

describe("floors", () => {
  test("every folder has its row", () => {
    expect([...new Set(inFolders.map(folderOf))].filter((folder) => !(folder in floors))).toEqual([]);
  });

  test("imports point left and down", () => {
    expect(wrongImports(inFolders)).toEqual([]);
  });

  test("a domain is seen through its index only, and never sees its own", () => {
    expect(backDoors(all)).toEqual([]);
  });

  test("what has one owner is imported by that owner only", () => {
    const wrong = inFolders.flatMap((source) =>
      source.imports
        .filter(
          ({ specifier }) => singleOwners[specifier] && !singleOwners[specifier].includes(folderOf(source)),
        )
        .map(({ specifier }) => `${source.path} imports ${specifier}`),
    );
    expect(wrong).toEqual([]);
  });

  test("the environment is read in config, stdout is written in log and cli", () => {
    const wrong = inFolders.flatMap((source) => {
      const folder = folderOf(source);
      const found: string[] = [];
      if (folder !== "config" && /process\.env\b/.test(source.text))
        found.push(`${source.path} reads process.env`);
      if (!["log", "cli"].includes(folder) && /process\.(stdout|stderr)\b|console\./.test(source.text)) {
        found.push(`${source.path} writes to the terminal`);
      }
      return found;
    });
    expect(wrong).toEqual([]);
  });

  test("the check itself sees a wrong import and a back door", () => {
    const file = (path: string, text: string): Source => ({ path, text, imports: parseImports(path, text) });
    expect(wrongImports([file("audit/x.ts", 'import { a } from "../identity/index.ts";')])).toHaveLength(1);
    expect(wrongImports([file("pure/x.ts", 'export type { A } from "../store/database.ts";')])).toHaveLength(
      1,
    );
    expect(wrongImports([file("http/x.ts", 'const a = await import("../store/database.ts");')])).toHaveLength(
      1,
    );
    expect(backDoors([file("http/x.ts", 'import { a } from "../audit/verify.ts";')])).toHaveLength(1);
    expect(backDoors([file("audit/x.ts", 'import { a } from "./index.ts";')])).toHaveLength(1);
  });
});
