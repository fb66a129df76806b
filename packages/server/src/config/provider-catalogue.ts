/** What is known about a provider before anybody configures it. */
export interface ProviderFacts {
  /** Which wire it speaks: its own, or the OpenAI-compatible one. */
  readonly wire: "openrouter" | "anthropic" | "openai" | "gemini" | "openai-compatible";
  readonly baseUrl: string;
  /** The usual variables of its key, the first is the one messages name. */
  readonly variables: readonly string[];
  /** Runs on the company's own machines: needs no key. */
  readonly local?: true;
}

/** In the order in which the first configured one becomes the default. Addresses are the vendors' international ones. */
export const providerCatalogue: Readonly<Record<string, ProviderFacts>> = {
  openrouter: {
    wire: "openrouter",
    baseUrl: "https://openrouter.ai/api/v1",
    variables: ["OPENROUTER_API_KEY"],
  },
  anthropic: { wire: "anthropic", baseUrl: "https://api.anthropic.com/v1", variables: ["ANTHROPIC_API_KEY"] },
  openai: { wire: "openai", baseUrl: "https://api.openai.com/v1", variables: ["OPENAI_API_KEY"] },
  gemini: {
    wire: "gemini",
    baseUrl: "https://generativelanguage.googleapis.com/v1beta",
    variables: ["GEMINI_API_KEY", "GOOGLE_API_KEY"],
  },
  deepseek: {
    wire: "openai-compatible",
    baseUrl: "https://api.deepseek.com/v1",
    variables: ["DEEPSEEK_API_KEY"],
  },
  groq: { wire: "openai-compatible", baseUrl: "https://api.groq.com/openai/v1", variables: ["GROQ_API_KEY"] },
  moonshot: {
    wire: "openai-compatible",
    baseUrl: "https://api.moonshot.ai/v1",
    variables: ["MOONSHOT_API_KEY"],
  },
  zhipu: {
    wire: "openai-compatible",
    baseUrl: "https://api.z.ai/api/paas/v4",
    variables: ["ZAI_API_KEY", "ZHIPUAI_API_KEY"],
  },
  dashscope: {
    wire: "openai-compatible",
    baseUrl: "https://dashscope-intl.aliyuncs.com/compatible-mode/v1",
    variables: ["DASHSCOPE_API_KEY"],
  },
  aihubmix: {
    wire: "openai-compatible",
    baseUrl: "https://aihubmix.com/v1",
    variables: ["AIHUBMIX_API_KEY"],
  },
  vllm: {
    wire: "openai-compatible",
    baseUrl: "http://127.0.0.1:8000/v1",
    variables: ["HOSTED_VLLM_API_KEY"],
    local: true,
  },
  ollama: {
    wire: "openai-compatible",
    baseUrl: "http://127.0.0.1:11434/v1",
    variables: ["OLLAMA_API_KEY"],
    local: true,
  },
};

export const providerNames = Object.keys(providerCatalogue);
