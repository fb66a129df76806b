import { useState } from "react";
import { Form } from "../design/form.tsx";
import { signedIn, useCookieApi } from "../shell/session.tsx";
import { BrokenLink } from "./broken-link.tsx";
import { Entrance } from "./entrance.tsx";
import { forgetLinkToken, takeLinkToken } from "./link-token.ts";
import { PasswordField } from "./password-field.tsx";

export function SetPasswordPage() {
  const api = useCookieApi();
  const [token] = useState(takeLinkToken);
  const [password, setPassword] = useState("");
  if (!token) return <BrokenLink what="your link" remedy="Ask whoever added you to make a new one." />;
  const save = async () => {
    const view = await api.auth.setPassword({ token, password });
    forgetLinkToken();
    signedIn(view);
  };
  return (
    <Entrance
      title="Choose your password"
      lead="You need it to sign in here. Your devices are paired without it."
    >
      <Form submit="Save and sign in" onSubmit={save}>
        <PasswordField label="New password" value={password} onChange={setPassword} known={[]} />
      </Form>
    </Entrance>
  );
}
