import { useState } from "react";
import { Button } from "../../design/button.tsx";
import { CopyButton } from "../../design/copy-button.tsx";
import { Dialog } from "../../design/dialog.tsx";
import { Field } from "../../design/field.tsx";

const example = "https://entobot.example.com";

/** The address decides whom the server believes to be: it is given where the server is started, and written out here. */
export function PublicAddressDialog({ onClose }: { onClose: () => void }) {
  const [address, setAddress] = useState(location.protocol === "https:" ? location.origin : "");
  const fits = /^https:\/\/[^\s/"\\]+\/?$/.test(address);
  const line = JSON.stringify({ network: { public_url: fits ? address : example } });
  return (
    <Dialog
      title="Set the public address"
      onClose={onClose}
      footer={
        <>
          <CopyButton text={line} label="Copy line" />
          <Button kind="primary" onClick={onClose}>
            Done
          </Button>
        </>
      }
    >
      <div className="grid grid-cols-1 gap-4 text-sm">
        <p className="text-ink-soft">
          Phones use a camera and keep a key only over https. Point a name at this server, give it a
          certificate, and tell the server that name.
        </p>
        <Field
          label="Address of this server"
          type="url"
          inputMode="url"
          autoComplete="off"
          placeholder={example}
          value={address}
          onChange={(event) => setAddress(event.target.value.trim())}
          error={address === "" || fits ? undefined : `An https address without a path, such as ${example}`}
        />
        <ol className="grid list-decimal gap-3 pl-5">
          <li>
            Write this into <code className="font-mono">~/.entobot/config.json</code> on the server (
            <code className="font-mono">/var/lib/entobot/config.json</code> where root starts it). A file that
            is there already gets the key beside its others.
            <pre className="mt-2 select-all whitespace-pre-wrap break-all rounded-md bg-sunken p-3 font-mono text-xs">
              {line}
            </pre>
          </li>
          <li>
            Check it: <code className="font-mono">npx entobot config check</code>
          </li>
          <li>Restart the server. This step then ticks itself.</li>
        </ol>
      </div>
    </Dialog>
  );
}
