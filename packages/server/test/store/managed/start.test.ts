import { execFileSync, spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, describe, expect, test } from "vitest";
import { findBinaries } from "../../../src/store/managed/location.ts";
import { query } from "../../_support/empty-database.ts";
import { homeProcess, temporaryHome } from "../../_support/home-process.ts";
import { sized } from "../../_support/size.ts";
import { asOrdinaryUser } from "../../_support/unprivileged.ts";

const pidOf = (home: string) => Number(readFileSync(join(home, "db/postmaster.pid"), "utf8").split("\n")[0]);
/** Orphans of a killed parent may stay as zombies where nobody reaps them: those run no more. */
const runs = (pid: number) => {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
};
async function until(condition: () => boolean, ms = 15_000): Promise<void> {
  const end = performance.now() + ms;
  while (!condition()) {
    if (performance.now() > end) throw new Error("it did not come about in time");
    await sleep(20);
  }
}

async function opened(home: string, environment = {}) {
  const process_ = homeProcess("serve", home, environment);
  const answer = await process_.first;
  if (!answer.ok) throw new Error(`${answer.code}: ${answer.text}`);
  const { appUrl, ownerUrl } = answer as { appUrl: string; ownerUrl: string };
  return { ...process_, answer, appUrl, ownerUrl };
}

/** A home whose database was made and stopped in order. Made once: what follows a first start needs none of its own. */
const made = temporaryHome();
beforeAll(async () => {
  const first = await opened(made);
  first.child.kill("SIGTERM");
  await first.ended;
}, 60_000);
function usedHome(): string {
  const home = temporaryHome();
  execFileSync("cp", ["-a", `${made}/.`, home]);
  return home;
}

/** Asks as the postmaster's own superuser: what this process may not change must be true of the server itself. */
const setting = async (url: string, name: string) =>
  (await query<{ v: string }>(url, `show ${name}`))[0]?.[name as "v"];

describe("one life after the other", () => {
  test("made once, stopped in order, quick the second time, and what was written stays", async () => {
    const home = temporaryHome();
    const first = await opened(home);
    expect(first.answer).toMatchObject({ fresh: true, protection: "grant" });
    await query(first.ownerUrl, "create table kept as select 1 as n");
    first.child.kill("SIGTERM");
    await first.ended;
    expect(existsSync(join(home, "db/postmaster.pid"))).toBe(false);
    const second = await opened(home);
    expect(second.answer).toMatchObject({ fresh: false, applied: [] });
    expect(await query(second.ownerUrl, "select n from kept")).toEqual([{ n: 1 }]);
  });

  test("durable, UTF-8, deaf to the network, in the owner's folders only; whatever the locale says", async () => {
    const home = temporaryHome();
    const { appUrl } = await opened(home, {
      LANG: "tlh_AQ.UTF-8",
      LC_ALL: "tlh_AQ.UTF-8",
      PGDATA: "/nowhere",
      PGOPTIONS: "-c fsync=off",
      PGPORT: "1",
      PGSSLMODE: "require",
    });
    const settings = [
      "fsync",
      "full_page_writes",
      "synchronous_commit",
      "server_encoding",
      "listen_addresses",
    ];
    const found = await Promise.all(settings.map((name) => setting(appUrl, name)));
    expect(found).toEqual(["on", "on", "on", "UTF8", ""]);
    expect(await query(appUrl, "select 1 from pg_roles where rolname = current_user and rolsuper")).toEqual(
      [],
    );
    for (const folder of ["db", "run", "logs"]) expect(statSync(join(home, folder)).mode & 0o777).toBe(0o700);
  });

  test("a first start that was killed half-way leaves nothing in the way", async () => {
    const home = temporaryHome();
    const first = homeProcess("serve", home);
    await until(() => existsSync(home) && readdirSync(home).some((name) => name.startsWith("db.new-")));
    first.child.kill("SIGKILL");
    await first.ended;
    const second = await opened(home);
    expect(second.answer.fresh).toBe(true);
    expect(readdirSync(home).filter((name) => name.startsWith("db.new-"))).toEqual([]);
  });

  test("a home whose path is too long for a socket", async () => {
    const home = join(temporaryHome(), "x".repeat(100));
    const first = await opened(home);
    const folder = new URL(first.appUrl.replace("postgresql:///", "postgresql://x/")).searchParams.get(
      "host",
    ) as string;
    expect(folder.startsWith(home)).toBe(false);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(await homeProcess("join", home).first).toMatchObject({ ok: true, appUrl: first.appUrl });
    first.child.kill("SIGTERM");
    await first.ended;
    expect(existsSync(folder)).toBe(false);
  });
});

describe("one home, one server (I9)", () => {
  test("the second is refused and does the first no harm; a command joins", async () => {
    const home = usedHome();
    const first = await opened(home);
    expect(await homeProcess("serve", home).first).toMatchObject({ ok: false, code: "busy" });
    expect(await homeProcess("join", home).first).toMatchObject({
      ok: true,
      serving: true,
      appUrl: first.appUrl,
    });
    expect(await query(first.appUrl, "select 1 as n")).toEqual([{ n: 1 }]);
  });

  test("a second PostgreSQL on the same folder is refused by PostgreSQL, too", async () => {
    const home = usedHome();
    await opened(home);
    const { postgres } = findBinaries();
    const words = ["-D", join(home, "db"), "-k", join(home, "run"), "-c", "listen_addresses=", "-p", "5433"];
    const [program = postgres, ...rest] = [...asOrdinaryUser, postgres, ...words];
    expect(() => execFileSync(program, rest, { env: {}, stdio: "pipe" })).toThrow(
      /lock file "postmaster.pid" already exists/,
    );
  });
});

describe("killed", () => {
  test("SIGKILL of the server stops the database in order, and loses nothing acknowledged", async () => {
    const home = usedHome();
    let server = await opened(home);
    await query(server.ownerUrl, "create table kept (n int)");
    for (let round = 0; round < sized(3, 30); round++) {
      await query(server.ownerUrl, `insert into kept values (${round})`);
      const pid = pidOf(home);
      server.child.kill("SIGKILL");
      await server.ended;
      server = await opened(home);
      expect(runs(pid)).toBe(false);
    }
    const [row] = await query<{ n: number }>(server.ownerUrl, "select count(*)::int as n from kept");
    expect(row?.n).toBe(sized(3, 30));
  });

  test("a database that dies by itself is started again, and loses nothing acknowledged", async () => {
    const home = usedHome();
    const { ownerUrl } = await opened(home);
    await query(ownerUrl, "create table kept as select 1 as n");
    const pid = pidOf(home);
    process.kill(pid, "SIGKILL");
    await until(() => !runs(pid) && existsSync(join(home, "db/postmaster.pid")) && pidOf(home) !== pid);
    let rows: unknown = null;
    for (let attempt = 0; attempt < 100 && rows === null; attempt++) {
      rows = await query(ownerUrl, "select n from kept").catch(() => sleep(50).then(() => null));
    }
    expect(rows).toEqual([{ n: 1 }]);
  });

  test("a database left running is stopped first; a pid file of a stranger's process is not believed", async () => {
    const home = usedHome();
    const { postgres } = findBinaries();
    const words = ["-D", join(home, "db"), "-k", join(home, "run"), "-c", "listen_addresses="];
    const [program = postgres, ...rest] = [...asOrdinaryUser, postgres, ...words];
    const left = spawn(program, rest, { env: {}, stdio: "ignore" });
    await until(
      () =>
        existsSync(join(home, "db/postmaster.pid")) &&
        /ready/.test(readFileSync(join(home, "db/postmaster.pid"), "utf8")),
    );
    const gone = new Promise((resolve) => left.once("exit", resolve));
    const second = await opened(home);
    await gone;
    second.child.kill("SIGTERM");
    await second.ended;
    writeFileSync(
      join(home, "db/postmaster.pid"),
      `${process.pid}\n${join(home, "db")}\n1\n5432\n\n\n\nready\n`,
    );
    const third = await opened(home);
    expect(await query(third.appUrl, "select 1 as n")).toEqual([{ n: 1 }]);
  });
});

test("a data folder of another PostgreSQL is refused with words, and not touched", async () => {
  const home = usedHome();
  writeFileSync(join(home, "db/PG_VERSION"), "17\n");
  expect(await homeProcess("serve", home).first).toMatchObject({
    ...{ ok: false, code: "configuration", text: expect.stringContaining("PostgreSQL 17") },
  });
  rmSync(home, { recursive: true });
});
