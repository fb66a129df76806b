import { describe, expect, test } from "vitest";
import { configure, jwtSecret, refusalOf } from "./configure.ts";

describe("spellings", () => {
  test("snake_case and camelCase mean the same", () => {
    const snake = configure({
      tools: { restrict_to_workspace: false, allow_unrestricted: true },
      agents: { defaults: { max_tokens: 100 } },
      channels: { mobile: { websocket_port: 0 } },
    });
    const camel = configure({
      tools: { restrictToWorkspace: false, allowUnrestricted: true },
      agents: { defaults: { maxTokens: 100 } },
      channels: { mobile: { websocketPort: 0 } },
    });
    expect(camel.settings).toEqual(snake.settings);
    expect(camel.settings.assistant.maxTokens).toBe(100);
  });

  test("both spellings with the same value are fine", () => {
    const { settings } = configure({
      tools: { workspace: "/w", restrictToWorkspace: true, restrict_to_workspace: true },
    });
    expect(settings.tools.restrictToWorkspace).toBe(true);
  });

  test("keys of maps are the operator's own and stay as written", () => {
    const { settings, secrets } = configure(
      {
        providers: {
          my_own: {
            apiBase: "https://llm.corp.test/v1/",
            extraHeaders: { "APP-Code": "A", x_Trace: "${T}" },
          },
        },
      },
      { T: "on" },
    );
    expect(settings.providers).toMatchObject([
      { name: "my_own", wire: "openai-compatible", baseUrl: "https://llm.corp.test/v1", hasKey: false },
    ]);
    expect(secrets.providers["my_own"]?.headers.reveal()).toEqual({ "APP-Code": "A", x_Trace: "on" });
  });

  test("a byte order mark is tolerated", () => {
    expect(configure('\ufeff{"gateway":{"port":1}}').settings.gateway.port).toBe(1);
  });

  test("relative paths start at the file's folder", () => {
    expect(configure({ tools: { workspace: "work/../here" } }).settings.tools.workspace).toBe(
      "/etc/entobot/here",
    );
  });

  test("networks are normalised: IPv4 inside IPv6 becomes IPv4", () => {
    const { settings } = configure({
      enterprise: { ip_whitelist: ["::ffff:10.0.0.0/104", "192.0.2.7", "2001:DB8::/32", "::ffff:a00:0/104"] },
    });
    expect(settings.allowList).toEqual(["10.0.0.0/8", "192.0.2.7/32", "2001:db8::/32"]);
  });

  test("an empty allow-list is kept apart from none, and said aloud", () => {
    const { settings, warnings } = configure({ enterprise: { ip_whitelist: [] } });
    expect(settings.allowList).toEqual([]);
    expect(warnings.map((warning) => warning.path)).toContain("enterprise.ip_whitelist");
    expect(configure({}).settings.allowList).toBeNull();
  });
});

describe("${NAME}", () => {
  test("is replaced anywhere in a text, and a whole one may be a number or a yes", () => {
    const { settings } = configure(
      {
        enterprise: { organization_name: "${A} & ${B}" },
        gateway: { port: "${PORT}" },
        tools: { restrictToWorkspace: "${YES}" },
      },
      { A: "Acme", B: "Sons", PORT: "4711", YES: "true" },
    );
    expect(settings.organizationName).toBe("Acme & Sons");
    expect(settings.gateway.port).toBe(4711);
    expect(settings.tools.restrictToWorkspace).toBe(true);
  });

  test("is not looked at twice: a variable cannot pull in another", () => {
    const { settings } = configure({ enterprise: { organization_name: "${A}" } }, { A: "${B}", B: "no" });
    expect(settings.organizationName).toBe("${B}");
  });

  test.each([
    [{}, "not set"],
    [{ NAME: "" }, "empty"],
  ])("missing with %j: the key is named", (environment, words) => {
    const [issue] = refusalOf(
      { enterprise: { organization_name: "x${NAME}" } },
      environment as Record<string, string>,
    );
    expect(issue?.path).toBe("enterprise.organization_name");
    expect(issue?.message).toContain("NAME, which is");
    expect(issue?.message).toContain(words);
  });

  test("reads NAME_FILE where NAME is not set", () => {
    const secretFiles = { JWT_SECRET: { path: "/run/secrets/jwt", text: jwtSecret } };
    const { secrets } = configure({ auth: { jwt_secret: "${JWT_SECRET}" } }, {}, { secretFiles });
    expect(secrets.jwtSecret?.reveal()).toBe(jwtSecret);
  });

  test("names of the prototype are no variables", () => {
    expect(refusalOf({ enterprise: { organization_name: "${constructor}" } })[0]?.message).toContain(
      "not set",
    );
  });
});
