import { expect, test } from "vitest";
import { inheritableEnvironment } from "../../src/config/environment.ts";

test("children inherit an allow-list, and no secret", () => {
  const environment = {
    PATH: "/bin",
    LC_ALL: "C",
    JWT_SECRET: "s",
    OPENAI_API_KEY: "k",
    LD_PRELOAD: "x",
    HOME: "/root",
  };
  expect(inheritableEnvironment(environment)).toEqual({ PATH: "/bin", LC_ALL: "C" });
});
