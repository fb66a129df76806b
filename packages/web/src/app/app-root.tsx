import type { Client } from "@entobot/client/client";
import { useEffect, useState } from "react";
import { navigate } from "../shell/router.tsx";
import { AppLayout } from "./app-layout.tsx";
import { ClientProvider, useConnection } from "./client-context.tsx";
import { ConversationsProvider } from "./conversations/conversations.tsx";
import { findCredentials, openClient } from "./device.ts";
import { EndedPage } from "./ended-page.tsx";

/** The app of a paired device. A browser that is none is led to pairing. */
export function AppRoot() {
  const [client, setClient] = useState<Client>();
  useEffect(() => {
    let opened: Client | undefined;
    let gone = false;
    void findCredentials().then((credentials) => {
      if (gone) return;
      if (!credentials) return navigate("/pair", { replace: true });
      opened = openClient();
      setClient(opened);
    });
    return () => {
      gone = true;
      opened?.close();
    };
  }, []);
  return client ? (
    <ClientProvider value={client}>
      <Connected client={client} />
    </ClientProvider>
  ) : null;
}

function Connected({ client }: { client: Client }) {
  const state = useConnection(client);
  const reason = state.status === "ended" ? state.reason : undefined;
  useEffect(() => {
    // Signed out in another tab of the same browser.
    if (reason === "not_paired" || reason === "signed_out") navigate("/pair", { replace: true });
  }, [reason]);
  if (reason === "removed" || reason === "refused" || reason === "expired") {
    return <EndedPage reason={reason} />;
  }
  if (reason !== undefined) return null;
  return (
    <ConversationsProvider>
      <AppLayout />
    </ConversationsProvider>
  );
}
