/**
 * Lighthouse's accessibility and best practices of the pages that matter, on a phone and on a desktop, against the real
 * server. Lighthouse is none of ours: `npm install lighthouse` in a folder of its own, and name that folder.
 * `npm run build && node bench/lighthouse.ts --lighthouse /tmp/lh [--pages sign-in,record] [--form phone]`
 */
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { chromium } from "playwright-core";
import { expectBuiltPages, moveIn } from "./move-in.ts";
import { createProgram, freePort } from "./program.ts";

const { values } = parseArgs({
  options: {
    lighthouse: { type: "string", default: "/tmp/lh" },
    pages: { type: "string" },
    form: { type: "string" },
  },
});
const wanted = 95;

interface Audit {
  readonly id: string;
  readonly title: string;
  readonly score: number | null;
  readonly details?: { readonly items?: readonly object[] };
}
interface Result {
  readonly lhr: {
    readonly finalDisplayedUrl: string;
    readonly categories: Readonly<
      Record<
        string,
        { readonly score: number; readonly auditRefs: readonly { id: string; weight: number }[] }
      >
    >;
    readonly audits: Readonly<Record<string, Audit>>;
  };
}
type Lighthouse = (url: string, flags: object, config?: object) => Promise<Result>;

const require = createRequire(join(values.lighthouse, "package.json"));
const { default: lighthouse, desktopConfig } = (await import(
  pathToFileURL(require.resolve("lighthouse")).href
)) as { default: Lighthouse; desktopConfig: object };

expectBuiltPages();
const program = await createProgram({ enterprise: { rate_limit_enabled: false } });
const port = await freePort();
const browser = await chromium.launchPersistentContext("", {
  executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    `--remote-debugging-port=${port}`,
  ],
});
try {
  await program.start();
  const origin = `http://localhost:${program.web}`;
  const page = await browser.newPage();
  const chat = await moveIn(browser, page, origin, program.home);
  await page.close();
  const paths: Readonly<Record<string, string>> = {
    "sign-in": "/sign-in",
    pair: "/pair",
    home: "/console",
    people: "/console/people",
    devices: "/console/devices",
    record: "/console/record",
    edge: "/console/edge",
    settings: "/console/settings",
    list: "/app",
    new: "/app/new",
    chat,
  };
  for (const name of values.pages?.split(",") ?? Object.keys(paths)) {
    for (const form of values.form?.split(",") ?? ["phone", "desktop"]) {
      const { lhr } = await lighthouse(
        `${origin}${paths[name]}`,
        {
          port,
          logLevel: "error",
          // A person is signed in: what they have stored stays.
          disableStorageReset: true,
          onlyCategories: ["accessibility", "best-practices"],
          throttlingMethod: "provided",
          maxWaitForLoad: 60_000,
        },
        form === "desktop" ? desktopConfig : undefined,
      );
      const scores = Object.entries(lhr.categories).map(
        ([category, { score }]) => `${category} ${Math.round(score * 100)}`,
      );
      const low = Object.values(lhr.categories).some(({ score }) => score * 100 < wanted);
      console.log(`${name}, ${form}: ${scores.join(", ")}${low ? ", TOO LOW" : ""}`);
      for (const { auditRefs } of Object.values(lhr.categories)) {
        for (const { id, weight } of auditRefs) {
          const audit = lhr.audits[id];
          if (weight === 0 || !audit || audit.score === null || audit.score >= 1) continue;
          console.log(`  ${id}: ${audit.title}`);
          for (const item of audit.details?.items?.slice(0, 4) ?? [])
            console.log(`    ${JSON.stringify(item).slice(0, 300)}`);
        }
      }
      if (new URL(lhr.finalDisplayedUrl).pathname !== paths[name])
        console.log(`  but the page that was looked at is ${lhr.finalDisplayedUrl}`);
    }
  }
} finally {
  await browser.close();
  await program.remove();
}
