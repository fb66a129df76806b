import type { Waiting } from "@entobot/client/conversation-state";
import { Button } from "../../design/button.tsx";
import { wordsFor } from "../../shell/words-for-errors.ts";
import { useClient, useConnection } from "../client-context.tsx";
import { OwnMessage } from "./own-message.tsx";

/** A message that the server has not acknowledged: on its way, waiting for a connection, or refused with the reason. */
export function WaitingRow({
  waiting: { message, failed, heldUntil },
  retry,
  dismiss,
}: {
  waiting: Waiting;
  retry: (id: string) => void;
  dismiss: (id: string) => void;
}) {
  const online = useConnection(useClient()).status === "online";
  const words = failed && wordsFor(failed);
  return (
    <div className="grid justify-items-end gap-1">
      <div className="w-full">
        <OwnMessage text={message.content} faint />
      </div>
      {words ? (
        <div className="grid justify-items-end gap-1 text-sm">
          <p className="text-bad">
            Not sent: {words.title}. {words.advice}
          </p>
          <div className="flex gap-2">
            <Button onClick={() => dismiss(message.id)}>Discard</Button>
            <Button icon="retry" onClick={() => retry(message.id)}>
              Send again
            </Button>
          </div>
        </div>
      ) : (
        <p className="text-ink-faint text-xs">
          {!online ? "Waiting for a connection" : heldUntil === null ? "Sending…" : heldWords(heldUntil)}
        </p>
      )}
    </div>
  );
}

const clock = new Intl.DateTimeFormat(undefined, { timeStyle: "medium" });

const heldWords = (until: number) => `Too many messages at once. Sent by itself at ${clock.format(until)}`;
