/** How a value is entered. */
export type EntryKind = "text" | "number" | "yes-no" | "lines";

export interface SettingWords {
  readonly name: string;
  readonly meaning: string;
  readonly kind: EntryKind;
  /** What an empty or absent value means. */
  readonly unset?: string;
}

/** Settings by the names that people use. One that is not here goes by its key. */
export const settingWords: Readonly<Record<string, SettingWords>> = {
  "enterprise.organization_name": {
    name: "Organization",
    meaning: "Shown in the console, in the app and in reports.",
    kind: "text",
  },
  "network.public_url": {
    name: "Public address",
    meaning: "What links and pairing codes lead to.",
    kind: "text",
    unset: "this machine only. Set network.public_url in the configuration file, then restart",
  },
  "agents.defaults.max_tokens": {
    name: "Longest answer",
    meaning: "In tokens; a token is a short word or a part of one.",
    kind: "number",
  },
  "agents.defaults.temperature": {
    name: "Temperature",
    meaning: "How freely the model chooses its words: 0 is the most predictable, 2 the least.",
    kind: "number",
  },
  "agents.defaults.max_tool_iterations": {
    name: "Rounds of tools",
    meaning: "How often a model may use tools before it must answer.",
    kind: "number",
  },
  "monitoring.alerts_enabled": {
    name: "Alerts",
    meaning: "Tells you by mail and webhook what should not wait until somebody looks.",
    kind: "yes-no",
  },
  "monitoring.alert_email": {
    name: "Who gets alerts",
    meaning: "One e-mail address on each line.",
    kind: "lines",
    unset: "nobody",
  },
  "monitoring.alert_on": {
    name: "What alerts",
    meaning: "Names of events in the record, one on each line. Empty: the security events.",
    kind: "lines",
    unset: "the security events",
  },
  "enterprise.ip_whitelist": {
    name: "Allow-list",
    meaning: "Networks that may reach the server.",
    kind: "lines",
    unset: "off",
  },
  "enterprise.rate_limit_enabled": { name: "Request limit", meaning: "Per device.", kind: "yes-no" },
  "enterprise.rate_limit_requests": { name: "Requests in a window", meaning: "", kind: "number" },
  "enterprise.rate_limit_window_seconds": { name: "Window, in seconds", meaning: "", kind: "number" },
};

/** The parts of the page below models and providers, in their order. Whatever is in none of them comes last, folded. */
export const settingGroups: readonly { readonly title: string; readonly keys: readonly string[] }[] = [
  { title: "General", keys: ["enterprise.organization_name", "network.public_url"] },
  {
    title: "Answers",
    keys: [
      "agents.defaults.max_tokens",
      "agents.defaults.temperature",
      "agents.defaults.max_tool_iterations",
    ],
  },
  {
    title: "Alerts",
    keys: ["monitoring.alerts_enabled", "monitoring.alert_email", "monitoring.alert_on"],
  },
  {
    title: "Edge",
    keys: [
      "enterprise.ip_whitelist",
      "enterprise.rate_limit_enabled",
      "enterprise.rate_limit_requests",
      "enterprise.rate_limit_window_seconds",
    ],
  },
];

export const defaultModelKey = "agents.defaults.model";
