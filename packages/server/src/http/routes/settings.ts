import {
  ChangeSettings,
  ProviderTested,
  SettingsChanged,
  SettingsView,
  TestProvider,
} from "@entobot/contract/settings";
import { json, type Route, route } from "../route.ts";
import type { RouteDeps } from "./deps.ts";

export const settingsRoutes = ({ houseSettings }: RouteDeps): Route[] => [
  route({
    method: "GET",
    path: "/api/v1/settings",
    name: "settings.read",
    access: "settings.read",
    rateClass: "normal",
    summary: "Effective settings and where each was set; secrets only as set or not set.",
    output: json(SettingsView),
    handler: ({ call }) => houseSettings.view(call),
  }),
  route({
    method: "PATCH",
    path: "/api/v1/settings",
    name: "settings.change",
    access: "settings.write",
    rateClass: "normal",
    summary:
      "Store settings that neither file nor environment sets; null takes one away. Names the version it was made on.",
    input: { body: ChangeSettings },
    output: json(SettingsChanged),
    handler: ({ call, body }) => houseSettings.change(call, body),
  }),
  route({
    method: "POST",
    path: "/api/v1/settings/providers/test",
    name: "settings.test_provider",
    access: "settings.write",
    rateClass: "normal",
    summary: "Ask a provider, or a draft of one, for one short sentence.",
    input: { body: TestProvider },
    output: json(ProviderTested),
    handler: ({ call, body }) => houseSettings.testProvider(call, body),
  }),
];
