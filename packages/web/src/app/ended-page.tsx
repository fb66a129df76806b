import { Button } from "../design/button.tsx";
import { Entrance } from "../entrance/entrance.tsx";
import { navigate } from "../shell/router.tsx";
import { forgetThisDevice } from "./device.ts";

const reasons = {
  removed: {
    title: "This device was signed out",
    lead: "You or an administrator removed it, or your access was ended. Nothing more can be read or sent from here.",
  },
  refused: {
    title: "This device is no longer recognised",
    lead: "The server does not accept its credentials any more. Pair it again to go on.",
  },
  expired: {
    title: "This device's access has ended",
    lead: "It lasts for a set time and is not prolonged here. Pair it again to go on.",
  },
};

/** The server ended this device. What it kept is forgotten with one press. */
export function EndedPage({ reason }: { reason: keyof typeof reasons }) {
  const { title, lead } = reasons[reason];
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
