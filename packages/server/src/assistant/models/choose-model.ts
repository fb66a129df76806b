/** What the choice of a model is made by: names only, no key. */
export interface Choosable {
  readonly name: string;
  /** Empty: any model. */
  readonly models: readonly string[];
}

export interface Choice {
  readonly provider: string;
  /** As the provider's own API names it. */
  readonly model: string;
}

/** Words in a model's name that tell who makes it. Whole words only: `llama` is not `ollama`. */
const makers: Readonly<Record<string, RegExp>> = {
  anthropic: /\b(anthropic|claude)\b/,
  openai: /\b(openai|gpt|chatgpt|o[1-9])\b/,
  gemini: /\bgemini\b/,
  deepseek: /\bdeepseek\b/,
  moonshot: /\b(moonshot|kimi)\b/,
  zhipu: /\b(zhipu|glm|zai)/,
  dashscope: /\b(dashscope|qwen)/,
};

const aliases: Readonly<Record<string, string>> = {
  google: "gemini",
  hosted_vllm: "vllm",
  zai: "zhipu",
  qwen: "dashscope",
};

/** Providers that pass requests on to many makers, under names of the form maker/model. */
const gateways = ["openrouter", "aihubmix"];

/** Models that a provider is asked for when nobody named one. */
const usualModels: Readonly<Record<string, string>> = {
  openrouter: "openrouter/auto",
  anthropic: "claude-sonnet-5-5",
  openai: "gpt-5.6",
  gemini: "gemini-flash-latest",
  deepseek: "deepseek-chat",
};

export const usualModel = (provider: string): string | undefined =>
  Object.hasOwn(usualModels, provider) ? usualModels[provider] : undefined;

/**
 * Who serves the model of this name; undefined when no configured provider does. A key goes to its own vendor only:
 * a name that says one vendor is never sent to another, except to a gateway, which is asked by its own key.
 */
export function chooseModel(name: string, configured: readonly Choosable[]): Choice | undefined {
  const find = (provider: string) => configured.find((one) => one.name === provider);
  const serve = (one: Choosable | undefined, model: string): Choice | undefined =>
    one && model !== "" && (one.models.length === 0 || one.models.includes(model))
      ? { provider: one.name, model }
      : undefined;

  const slash = name.indexOf("/");
  const prefix = slash > 0 ? name.slice(0, slash) : "";
  const named = find(prefix) ?? find(aliases[prefix] ?? "");
  if (named) {
    // openrouter/auto is the gateway's own model, and its whole name.
    const own =
      prefix === "openrouter" && !name.slice(slash + 1).includes("/") ? name : name.slice(slash + 1);
    return serve(named, own);
  }
  const listed = configured.filter(({ models }) => models.includes(name));
  if (listed.length === 1) return serve(listed[0], name);
  if (prefix !== "") return throughGateway(name, prefix, find, serve);
  const maker = Object.keys(makers).find((key) => makers[key]?.test(name.toLowerCase()));
  if (maker === undefined) return undefined;
  return serve(find(maker), name);
}

function throughGateway(
  name: string,
  prefix: string,
  find: (provider: string) => Choosable | undefined,
  serve: (one: Choosable | undefined, model: string) => Choice | undefined,
): Choice | undefined {
  for (const gateway of gateways) {
    // aihubmix names models without their maker.
    const model = gateway === "aihubmix" ? name.slice(prefix.length + 1) : name;
    const choice = serve(find(gateway), model);
    if (choice) return choice;
  }
  return undefined;
}

/** `provider/model` of the first configured provider that has one to offer. */
export function firstModel(configured: readonly Choosable[]): string | undefined {
  for (const { name, models } of configured) {
    const model = models[0] ?? usualModel(name);
    if (model !== undefined) return displayName(name, model);
  }
  return undefined;
}

export const displayName = (provider: string, model: string): string =>
  model.startsWith(`${provider}/`) ? model : `${provider}/${model}`;
