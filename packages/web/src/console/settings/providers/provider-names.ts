/** Providers as their makers write them. Any other is written as it was named here. */
const names: Readonly<Record<string, string>> = {
  openrouter: "OpenRouter",
  anthropic: "Anthropic",
  openai: "OpenAI",
  gemini: "Google Gemini",
  deepseek: "DeepSeek",
  groq: "Groq",
  moonshot: "Moonshot AI",
  zhipu: "Z.ai",
  dashscope: "Alibaba DashScope",
  aihubmix: "AiHubMix",
  vllm: "vLLM",
  ollama: "Ollama",
  builtin: "Built in",
};

export const providerName = (name: string): string =>
  (Object.hasOwn(names, name) ? names[name] : name) ?? name;
