import { Email } from "@entobot/contract/text";
import { type Kind, kind } from "./kind.ts";

export const email: Kind<string> = kind("an e-mail address", (value) => {
  const parsed = Email.safeParse(value);
  return parsed.success ? parsed.data : undefined;
});
