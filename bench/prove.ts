import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import type { Owner } from "./owner.ts";
import { Phone } from "./phone.ts";
import type { Program } from "./program.ts";

/**
 * No proof, no number: a forged token is refused, what was acknowledged survives SIGKILL of the server, the record
 * verifies against its head, and a sentence that was said is nowhere in the home, while the search does find what is
 * there in the clear.
 */
export async function prove(program: Program, owner: Owner, token: string): Promise<void> {
  const at = Math.floor(token.lastIndexOf(".") + 10);
  const forged = token.slice(0, at) + (token[at] === "A" ? "B" : "A") + token.slice(at + 1);
  const refused = await Phone.signIn(program.mobile, forged).then(
    () => false,
    () => true,
  );
  if (!refused) throw new Error("a forged token was taken");

  const canary = `canary-${randomBytes(12).toString("hex")}`;
  const phone = await Phone.signIn(program.mobile, token);
  const said = await phone.answer(canary);
  const { head } = await owner.ask("GET", "/api/v1/audit/head");
  await program.stop("SIGKILL");
  phone.close();
  if (found(program.home, canary)) throw new Error("what was said is readable on the disk");
  if (!found(program.home, "message_received")) throw new Error("the search finds nothing at all");

  await program.start();
  const report = await owner.ask("POST", "/api/v1/audit/verify", { head });
  if (report["ok"] !== true)
    throw new Error(`the record does not verify: ${JSON.stringify(report["fault"])}`);
  const path = `/api/v1/conversations/${String(said["conversation_id"])}/messages`;
  const kept = JSON.stringify(await owner.ask("GET", path));
  if (!kept.includes(canary)) throw new Error("an acknowledged message was lost");
  console.log(
    `proved: forged token refused; after SIGKILL the message is there and ${String(report["checked"])} records verify against their head; what was said is nowhere in the home`,
  );
}

const found = (folder: string, text: string): boolean =>
  spawnSync("grep", ["-rqa", "-e", text, folder]).status === 0;
