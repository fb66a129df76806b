import type { Credentials } from "@entobot/client/credentials";
import { parsePairingPayload } from "@entobot/client/pairing-payload";
import type { PairingPayload } from "@entobot/contract/auth";
import { useEffect, useState } from "react";
import { forgetLinkToken, takeLinkToken } from "../../entrance/link-token.ts";
import { findCredentials } from "../device.ts";
import { ConfirmPairing } from "./confirm-pairing.tsx";
import { WaysToPair } from "./ways-to-pair.tsx";

/** `/pair`, and `/pair#…` where a phone's own camera leads. Nothing is redeemed before the person says so. */
export function PairPage() {
  const [text] = useState(takeLinkToken);
  const [payload, setPayload] = useState<PairingPayload | undefined>(() => parsePairingPayload(text));
  const [paired, setPaired] = useState<Credentials>();
  useEffect(() => {
    void findCredentials().then(setPaired, () => {});
  }, []);
  const cancel = () => {
    forgetLinkToken();
    setPayload(undefined);
  };
  return payload ? (
    <ConfirmPairing payload={payload} paired={paired} onCancel={cancel} />
  ) : (
    <WaysToPair broken={text !== "" && !parsePairingPayload(text)} paired={paired} onFound={setPayload} />
  );
}
