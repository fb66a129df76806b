import type { Credentials } from "@entobot/client/credentials";
import { parsePairingPayload } from "@entobot/client/pairing-payload";
import type { PairingPayload } from "@entobot/contract/auth";
import { Suspense, useEffect, useState } from "react";
import { Button } from "../../design/button.tsx";
import { Notice } from "../../design/error-notice.tsx";
import { Field } from "../../design/field.tsx";
import { Entrance } from "../../entrance/entrance.tsx";
import { lazyPage } from "../../shell/lazy-page.ts";
import { Link } from "../../shell/router.tsx";
import { askSession, useSession } from "../../shell/session.tsx";
import { ThisBrowser } from "./this-browser.tsx";

const Camera = lazyPage(() => import("./camera.tsx").then((file) => file.Camera));

/** How a browser becomes a device: by itself when its person is signed in, by the camera, by pasting. */
export function WaysToPair({
  broken,
  paired,
  onFound,
}: {
  broken: boolean;
  paired: Credentials | undefined;
  onFound: (payload: PairingPayload) => void;
}) {
  const { view } = useSession();
  const [camera, setCamera] = useState(false);
  const [text, setText] = useState("");
  const pasted = parsePairingPayload(text);
  const own = view?.permissions.includes("chat.use") ? view.user : undefined;
  useEffect(() => {
    void askSession();
  }, []);
  return (
    <Entrance
      title="Pair this device"
      lead={
        own
          ? "As it is, or with a code that was made elsewhere: it works once, for five minutes."
          : "With a code that your administrator gives you, or that you make in the console under Devices. It works once, for five minutes."
      }
    >
      {broken && (
        <Notice tone="bad">This code is damaged or incomplete. Make a new one and try again.</Notice>
      )}
      {paired && (
        <Link to="/app" className="font-medium text-accent text-sm underline">
          Go on as {paired.user.email}
        </Link>
      )}
      {own && <ThisBrowser user={own} />}
      {view && !own && (
        <Notice>
          <p>
            {view.user.email} reads the record and has no conversations.{" "}
            <Link to="/console" className="font-medium text-accent underline">
              To the console
            </Link>
          </p>
        </Notice>
      )}
      {camera ? (
        <Suspense fallback={<div className="aspect-square w-full rounded-lg bg-sunken" />}>
          <Camera onFound={onFound} onClose={() => setCamera(false)} />
        </Suspense>
      ) : (
        <Button icon="camera" wide className="min-h-11" onClick={() => setCamera(true)}>
          Scan the code
        </Button>
      )}
      <form
        className="grid gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (pasted) onFound(pasted);
        }}
      >
        <Field
          label="Or paste the code"
          value={text}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => setText(event.target.value)}
          error={text.trim() !== "" && !pasted ? "This is no pairing code. Copy all of it." : undefined}
        />
        <Button type="submit" wide disabled={!pasted}>
          Use this code
        </Button>
      </form>
      {!view && (
        <Link to="/sign-in" className="text-accent text-sm underline">
          Sign in with e-mail and password instead
        </Link>
      )}
    </Entrance>
  );
}
