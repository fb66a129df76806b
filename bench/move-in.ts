import { randomBytes } from "node:crypto";
import { createRequire } from "node:module";
import type { BrowserContext, Page } from "playwright-core";
import { command } from "./program.ts";

/** What is measured is what was built: from the sources as they are. */
export function expectBuiltPages(): void {
  const stamp = createRequire(import.meta.url)("../bin/stamp.cjs") as { state(part: string): string };
  if (stamp.state("web") !== "fresh")
    throw new Error("the pages are not built from these sources: npm run build");
}

/** The owner's browser, which is a device too and has said something. Returns the conversation's address. */
export async function moveIn(
  context: BrowserContext,
  page: Page,
  origin: string,
  home: string,
): Promise<string> {
  const { claim_url } = command(home, ["claim"]);
  const claimed = await context.request.post(`${origin}/api/v1/auth/claim`, {
    headers: { origin },
    data: {
      token: new URL(String(claim_url)).hash.slice(1),
      email: "bench@example.test",
      password: randomBytes(24).toString("base64url"),
    },
  });
  if (!claimed.ok()) throw new Error(await claimed.text());
  await page.goto(`${origin}/pair`);
  await page.getByRole("button", { name: "Use this browser" }).click();
  await page.waitForURL("**/app");
  await page.goto(`${origin}/app/new`);
  await page.getByRole("textbox", { name: "Message" }).fill("Which devices am I signed in on?");
  await page.getByRole("button", { name: "Send" }).click();
  await page.waitForURL("**/app/c/*");
  await page.locator("[data-row] + [data-row]").first().waitFor();
  return new URL(page.url()).pathname;
}
