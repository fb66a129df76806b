import { Button } from "../../design/button.tsx";
import { Notice } from "../../design/error-notice.tsx";
import { allowListKey, isLockingOut, issueInWords, numberedLines, ownNetwork } from "./allow-list.ts";
import type { Verdict } from "./use-verdict.ts";

/** Would this list lock me out? Said before anything is saved, by the server that would do it. */
export function AllowListVerdict({
  verdict,
  text,
  address,
  onAdd,
}: {
  verdict: Verdict;
  text: string;
  address: string | null;
  /** Puts one's own network on the list. */
  onAdd: (network: string) => void;
}) {
  const you = address === null ? "" : `You come from ${address}: `;
  const add = address !== null && <AddOwn network={ownNetwork(address)} onAdd={onAdd} />;
  if (verdict.kind === "asking") {
    return (
      <Notice>
        <p className="text-ink-soft">Asking the server…</p>
      </Notice>
    );
  }
  if (verdict.kind === "unknown") {
    return (
      <Notice tone="warn">
        <p>The server could not be asked just now. It will be when you save.</p>
      </Notice>
    );
  }
  const issues = verdict.issues.filter(({ path }) => path === allowListKey);
  if (numberedLines(text).length === 0) {
    return (
      <Notice tone="warn">
        <p className="font-medium">An empty list admits nobody</p>
        <p className="text-ink-soft">
          {you || "You would be "}locked out like everybody else. It is not saved.
        </p>
        {add}
      </Notice>
    );
  }
  if (issues.some(({ message }) => isLockingOut(message))) {
    return (
      <Notice tone="warn">
        <p className="font-medium">{you}this list would lock you out</p>
        <p className="text-ink-soft">It is not saved. Put your network on it first.</p>
        {add}
      </Notice>
    );
  }
  if (issues.length > 0) {
    return (
      <Notice tone="warn">
        {issues.map(({ message }) => (
          <p key={message}>{issueInWords(message, text)}</p>
        ))}
      </Notice>
    );
  }
  return (
    <Notice tone="good">
      <p>{you}this list admits you.</p>
    </Notice>
  );
}

function AddOwn({ network, onAdd }: { network: string; onAdd: (network: string) => void }) {
  const whole = network.endsWith("/64");
  return (
    <>
      {whole && (
        <p className="mt-2 text-ink-soft">
          Add {network}, not only this address: phones and laptops take a new one in it every day.
        </p>
      )}
      <Button className="mt-2" icon="add" onClick={() => onAdd(network)}>
        {whole ? "Add my network" : "Add my address"}
      </Button>
    </>
  );
}
