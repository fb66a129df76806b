import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export interface Migration {
  readonly number: number;
  /** `0010_people`: the file's name without its ending. */
  readonly name: string;
  readonly sql: string;
}

/** Beside this file in the sources, and beside the bundle once built. */
export const migrationsFolder = fileURLToPath(new URL("./migrations/", import.meta.url));

/** All of them in order. Numbers have gaps and are unique. */
export function readMigrations(folder: string = migrationsFolder): Migration[] {
  const found = readdirSync(folder)
    .filter((file) => file.endsWith(".sql"))
    .sort()
    .map((file) => {
      const number = Number(/^(\d{4})_[a-z0-9_]+\.sql$/.exec(file)?.[1]);
      if (!number) throw new Error(`migration ${file} is not called NNNN_name.sql`);
      return { number, name: file.slice(0, -4), sql: readFileSync(`${folder}/${file}`, "utf8") };
    });
  const twice = found.find((migration, index) => found[index + 1]?.number === migration.number);
  if (twice) throw new Error(`two migrations have the number of ${twice.name}`);
  return found;
}
