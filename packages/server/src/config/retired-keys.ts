/** What became of a key that the original product knew. `use` is today's key; `because` says why there is none. */
export type Retired = { readonly use: string; readonly note?: string } | { readonly because: string };

const noSuchChannel: Retired = { because: "only the mobile and web clients exist here" };
const direct: Retired = { because: "devices connect to this server directly; network.public_url says where" };
const noProxy: Retired = {
  because: "it never had an effect; a reverse proxy in front of Entobot is named in network.trusted_proxies",
};
const neverWorked: Retired = { because: "it never had an effect" };

/** In snake_case. A path also stands for everything below it. */
export const retiredKeys: Readonly<Record<string, Retired>> = {
  "agents.defaults.workspace": { use: "tools.workspace" },
  "auth.pairing_session_expiry_minutes": { because: "a pairing code always lives five minutes" },
  "auth.oauth_enabled": neverWorked,
  "auth.oauth_providers": neverWorked,
  "channels.mobile.enabled": {
    because: "the mobile channel is always on; it listens on loopback until told otherwise",
  },
  "channels.whatsapp": noSuchChannel,
  "channels.telegram": noSuchChannel,
  "channels.discord": noSuchChannel,
  "channels.feishu": noSuchChannel,
  "channels.dingtalk": noSuchChannel,
  "enterprise.rate_limit_requests_per_minute": {
    use: "enterprise.rate_limit_requests",
    note: "with enterprise.rate_limit_window_seconds: 60",
  },
  "enterprise.ip_whitelist_enabled": { because: "enterprise.ip_whitelist alone turns the list on" },
  "network.proxy_enabled": noProxy,
  "network.proxy_url": noProxy,
  "network.vpn_required": { use: "enterprise.ip_whitelist", note: "with the VPN's network" },
  relay: direct,
  "tools.exec.restrict_to_workspace": { use: "tools.restrictToWorkspace" },
  "tools.exec.timeout": { because: "there is no command tool yet" },
  "tools.exec": { because: "there is no command tool yet" },
  "tools.web": { because: "there is no web search tool yet" },
};

export function describeRetired(retired: Retired): string {
  if ("because" in retired) return `was removed, because ${retired.because}.`;
  return `is now ${retired.use}${retired.note ? ` (${retired.note})` : ""}.`;
}
