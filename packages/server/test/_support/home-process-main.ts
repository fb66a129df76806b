import { prepareHome } from "../../src/host/home.ts";
import { tryHomeLock } from "../../src/host/home-lock.ts";
import { silentLog } from "../../src/log/log.ts";
import { isFailure } from "../../src/pure/failure.ts";

/** The other end of home-process.ts. Lives until SIGTERM. */
const [mode, folder] = process.argv.slice(2) as ["serve" | "join" | "lock", string];
const say = (answer: object) => process.stdout.write(`${JSON.stringify(answer)}\n`);

async function open(): Promise<() => Promise<void>> {
  const home = prepareHome(folder);
  if (mode === "lock") {
    const lock = tryHomeLock(folder, "server");
    say({ ok: lock.kind === "held" });
    return async () => {
      if (lock.kind === "held") lock.release();
    };
  }
  const { joinHomeDatabase, openHomeDatabase } = await import("../../src/store/home-database.ts");
  const options = { home, external: null, log: silentLog };
  if (mode === "join") {
    const { close, ...joined } = await joinHomeDatabase(options);
    say({ ok: true, ...joined });
    return close;
  }
  const database = await openHomeDatabase(options);
  database.announce();
  const { appUrl, ownerUrl, protection, fresh, applied } = database;
  say({ ok: true, appUrl, ownerUrl, protection, fresh, applied });
  return database.close;
}

const stopped = new Promise<void>((resolve) => process.once("SIGTERM", resolve));
const alive = setInterval(() => {}, 60_000);
try {
  const close = await open();
  await stopped;
  await close();
} catch (error) {
  say({
    ok: false,
    code: isFailure(error) ? error.code : "unknown",
    text: isFailure(error) ? error.text : "",
  });
} finally {
  clearInterval(alive);
}
