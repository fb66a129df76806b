import { expect, test } from "vitest";
import { chooseModel, firstModel } from "../../../src/assistant/models/choose-model.ts";

const all = [
  "openrouter",
  "anthropic",
  "openai",
  "gemini",
  "deepseek",
  "groq",
  "moonshot",
  "zhipu",
  "dashscope",
  "aihubmix",
  "vllm",
  "ollama",
  "house",
];
const configured = (...names: string[]) => names.map((name) => ({ name, models: [] as string[] }));

test.each([
  ["anthropic/claude-x", all, "anthropic:claude-x"],
  ["openai/gpt-x", all, "openai:gpt-x"],
  ["google/gemini-x", all, "gemini:gemini-x"],
  ["hosted_vllm/meta-llama/X", all, "vllm:meta-llama/X"],
  ["house/anything/at/all", all, "house:anything/at/all"],
  ["openrouter/anthropic/claude-x", all, "openrouter:anthropic/claude-x"],
  ["openrouter/auto", all, "openrouter:openrouter/auto"],
  ["meta-llama/llama-3", all, "openrouter:meta-llama/llama-3"],
  ["anthropic/claude-x", ["openrouter"], "openrouter:anthropic/claude-x"],
  ["anthropic/claude-x", ["aihubmix"], "aihubmix:claude-x"],
  ["anthropic/claude-x", ["openai", "groq"], undefined],
  ["claude-x", all, "anthropic:claude-x"],
  ["claude-x", ["openai", "deepseek", "openrouter"], undefined],
  ["gpt-x", all, "openai:gpt-x"],
  ["o3", all, "openai:o3"],
  ["chatgpt-4o-latest", all, "openai:chatgpt-4o-latest"],
  ["kimi-k2.5", all, "moonshot:kimi-k2.5"],
  ["glm-4", all, "zhipu:glm-4"],
  ["qwen3-max", all, "dashscope:qwen3-max"],
  ["deepseek-chat", all, "deepseek:deepseek-chat"],
  ["llama3", all, undefined],
  ["ollama/llama3", all, "ollama:llama3"],
  ["anthropic/", all, undefined],
  ["/x", all, undefined],
  ["", all, undefined],
  ["__proto__/x", ["anthropic"], undefined],
  ["constructor", ["anthropic"], undefined],
])("%s with %j → %s", (name, names, expected) => {
  const choice = chooseModel(name, configured(...names));
  expect(choice && `${choice.provider}:${choice.model}`).toBe(expected);
});

test("a list of models is the only choice there is", () => {
  const providers = [
    { name: "ollama", models: ["llama3"] },
    { name: "anthropic", models: ["claude-x"] },
  ];
  expect(chooseModel("llama3", providers)).toEqual({ provider: "ollama", model: "llama3" });
  expect(chooseModel("claude-y", providers)).toBeUndefined();
  expect(chooseModel("ollama/llama4", providers)).toBeUndefined();
  const twice = [...providers, { name: "vllm", models: ["llama3"] }];
  expect(chooseModel("llama3", twice)).toBeUndefined();
});

test("the default is one of the first provider that has any to offer", () => {
  expect(firstModel(configured("openrouter"))).toBe("openrouter/auto");
  expect(
    firstModel([
      { name: "vllm", models: [] },
      { name: "ollama", models: ["llama3"] },
    ]),
  ).toBe("ollama/llama3");
  expect(firstModel(configured("groq"))).toBeUndefined();
  for (const name of ["openrouter", "anthropic", "openai", "gemini", "deepseek"]) {
    const first = firstModel(configured(name));
    expect(chooseModel(first ?? "", configured(name))?.provider).toBe(name);
  }
});
