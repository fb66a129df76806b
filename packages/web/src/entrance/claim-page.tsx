import { useState } from "react";
import { Field } from "../design/field.tsx";
import { Form } from "../design/form.tsx";
import { signedIn, useCookieApi } from "../shell/session.tsx";
import { BrokenLink } from "./broken-link.tsx";
import { Entrance } from "./entrance.tsx";
import { forgetLinkToken, takeLinkToken } from "./link-token.ts";
import { PasswordField } from "./password-field.tsx";

export function ClaimPage() {
  const api = useCookieApi();
  const [token] = useState(takeLinkToken);
  const [email, setEmail] = useState("");
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  if (!token)
    return (
      <BrokenLink what="the owner's link" remedy="Run “npx entobot claim” on the server to make a new one." />
    );
  const claim = async () => {
    const view = await api.auth.claim({ token, email, password, ...(name.trim() && { name: name.trim() }) });
    forgetLinkToken();
    signedIn(view);
  };
  return (
    <Entrance
      title="Make this server yours"
      lead="You become its owner: you add people, decide what they may do, and can always read the record."
    >
      <Form submit="Become the owner" onSubmit={claim}>
        <Field
          label="Your e-mail"
          type="email"
          name="email"
          autoComplete="username"
          required
          maxLength={254}
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
        <Field
          label="Your name"
          name="name"
          autoComplete="name"
          maxLength={120}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <PasswordField value={password} onChange={setPassword} known={[email, name]} />
      </Form>
    </Entrance>
  );
}
