import { useState } from "react";
import { Notice } from "../design/error-notice.tsx";
import { Field } from "../design/field.tsx";
import { Form } from "../design/form.tsx";
import { Link } from "../shell/router.tsx";
import { signedIn, useCookieApi, useSession } from "../shell/session.tsx";
import { useLoaded } from "../shell/use-loaded.ts";
import { Entrance } from "./entrance.tsx";
import { PasswordField } from "./password-field.tsx";

export function SignInPage() {
  const api = useCookieApi();
  const { ended } = useSession();
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const claim = useLoaded("claim", () => api.auth.claimState());
  return (
    <Entrance title="Sign in">
      {ended && <Notice tone="warn">You were signed out. Sign in again to go on.</Notice>}
      {claim.value?.claimed === false && (
        <Notice>
          <p className="font-medium">Nobody owns this server yet</p>
          <p className="text-ink-soft">
            Open the owner link that the server printed when it started, or run “npx entobot claim” on the
            server.
          </p>
        </Notice>
      )}
      <Form
        submit="Sign in"
        onSubmit={async () => signedIn(await api.auth.signIn({ email: email.trim(), password }))}
      >
        <Field
          label="E-mail"
          type="email"
          name="email"
          autoComplete="username"
          required
          maxLength={254}
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
        <PasswordField value={password} onChange={setPassword} />
      </Form>
      <p className="text-ink-soft text-sm">Password lost? An administrator makes you a new link.</p>
      <Link to="/pair" className="font-medium text-accent text-sm underline">
        Use this device with a pairing code
      </Link>
    </Entrance>
  );
}
