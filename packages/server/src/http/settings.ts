/** Where a listener stands: an address, or "loopback" for 127.0.0.1 and ::1. Port 0: any free one. */
export interface ListenerSettings {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
}

/** The slice of the server's settings that the doors need. */
export interface HttpSettings {
  readonly gateway: ListenerSettings;
  readonly mobile: ListenerSettings & { readonly publicUrl: string | null };
  readonly web: ListenerSettings;
  readonly network: {
    readonly publicUrl: string | null;
    /** Exact origins of other pages that may call us; null: only our own. */
    readonly allowedOrigins: readonly string[] | null;
  };
}

/** The three listeners, by the name that a call carries. */
export type Channel = "rest" | "mobile" | "web";
export type Ports = Readonly<Record<Channel, number>>;

export function listenerOf(settings: HttpSettings, channel: Channel): ListenerSettings {
  return channel === "rest" ? settings.gateway : settings[channel];
}

/** What a taken port is named by. */
export const portKeys: Readonly<Record<Channel, string>> = {
  rest: "gateway.port",
  mobile: "channels.mobile.websocket_port",
  web: "web.port",
};
