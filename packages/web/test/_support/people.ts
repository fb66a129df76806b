import type { BrowserContext, Page } from "playwright-core";
import type { RealServer } from "./real-server.ts";

export const password = "seven quiet herons at dawn";

export interface Rest {
  readonly status: number;
  readonly body: unknown;
}

/** A request as the pages of this context make it: with its cookie, and the session's token where it is needed. */
export async function rest(
  context: BrowserContext,
  origin: string,
  method: string,
  path: string,
  data?: unknown,
): Promise<Rest> {
  const session = method === "GET" ? undefined : await rest(context, origin, "GET", "/api/v1/auth/session");
  const csrf = (session?.body as { csrf_token?: string } | undefined)?.csrf_token;
  const answer = await context.request.fetch(`${origin}${path}`, {
    method,
    headers: { origin, ...(csrf && { "x-csrf-token": csrf }) },
    ...(data !== undefined && { data }),
  });
  const text = await answer.text();
  return {
    status: answer.status(),
    body: /json/.test(answer.headers()["content-type"] ?? "") ? JSON.parse(text) : text,
  };
}

async function done(asked: Promise<Rest>): Promise<Record<string, string>> {
  const { status, body } = await asked;
  if (status >= 300) throw new Error(`${status}: ${JSON.stringify(body)}`);
  return body as Record<string, string>;
}

/** This context becomes the owner's browser, without its pages. */
export async function claim(
  server: RealServer,
  context: BrowserContext,
  origin = server.url,
  person: { email: string; name: string } = { email: "ada@nordwind.example", name: "Ada Lindqvist" },
): Promise<void> {
  const { claim_url } = (await server.command("claim")) as { claim_url: string };
  const token = new URL(claim_url).hash.slice(1);
  await done(rest(context, origin, "POST", "/api/v1/auth/claim", { token, password, ...person }));
}

/** A new person, signed in in a context of their own. */
export async function join(
  owner: BrowserContext,
  context: BrowserContext,
  origin: string,
  person: { email: string; name: string; role: string },
): Promise<string> {
  const made = await done(rest(owner, origin, "POST", "/api/v1/users", person));
  const token = new URL(made["set_password_url"] as string).hash.slice(1);
  await done(rest(context, origin, "POST", "/api/v1/auth/set-password", { token, password }));
  return made["id"] as string;
}

/** The browser of somebody who is signed in becomes their device. */
export async function useThisBrowser(page: Page): Promise<void> {
  await page.goto("/pair");
  await page.getByRole("button", { name: "Use this browser" }).click();
  await page.waitForURL("**/app");
}

/** A page that is a device already says something. */
export async function say(page: Page, text: string): Promise<void> {
  await page.getByRole("textbox", { name: "Message" }).fill(text);
  await page.getByRole("button", { name: "Send" }).click();
}
