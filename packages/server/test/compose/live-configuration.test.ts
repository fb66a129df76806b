import { expect, test } from "vitest";
import { LiveConfiguration } from "../../src/compose/live-configuration.ts";
import { configure } from "../config/configure.ts";

const name = "enterprise.organization_name";

test("stored values take effect, survive another reading of the file and give way to it", () => {
  const live = new LiveConfiguration(configure({}));
  expect(live.store({ [name]: "Console" })).toEqual({ in_force: [name], at_next_start: [] });
  expect(live.settings.organizationName).toBe("Console");
  expect(live.store({ [name]: "Console" })).toBeNull();

  expect(live.replace(configure({ web: { port: 0 } }))).toEqual({
    in_force: [],
    at_next_start: ["web.port"],
  });
  expect(live.settings.organizationName).toBe("Console");

  live.replace(configure({ enterprise: { organization_name: "File" } }));
  expect(live.settings.organizationName).toBe("File");
  expect(live.current.ignored).toMatchObject([{ path: name }]);

  live.replace(configure({}));
  expect(live.settings.organizationName).toBe("Console");
  expect(live.current.ignored).toEqual([]);
});

test("a try changes nothing", () => {
  const live = new LiveConfiguration(configure({}));
  expect(live.try({ [name]: "x" }).settings.organizationName).toBe("x");
  expect(live.settings.organizationName).toBe("");
  expect(live.stored).toEqual({});
});
