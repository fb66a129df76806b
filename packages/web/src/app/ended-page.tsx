import { Button } from "../design/button.tsx";
import { Entrance } from "../entrance/entrance.tsx";
import { navigate } from "../shell/router.tsx";
import { forgetThisDevice } from "./device.ts";
import { endedWords } from "./ended-words.ts";

/** The server ended this device. What it kept is forgotten with one press. */
export function EndedPage({ reason }: { reason: keyof typeof endedWords }) {
  const { title, lead } = endedWords[reason];
  const forget = async () => {
    await forgetThisDevice();
    navigate("/pair", { replace: true });
  };
  return (
    <Entrance title={title} lead={lead}>
      <Button kind="primary" wide onClick={forget}>
        Forget this device and pair again
      </Button>
      <p className="text-ink-soft text-sm">
        Your conversations are on the server and come back when you pair again. Messages that were not sent
        yet are lost.
      </p>
    </Entrance>
  );
}
