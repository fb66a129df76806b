import { expect, test } from "vitest";
import { apiDoor, fileDoor, preflightDoor, socketDoor } from "../../src/http/door.ts";
import { describedRoutes } from "../_support/doors-routes.ts";

test("the checks of a request, a file and a handshake, in this order", () => {
  const names = (checks: readonly { name: string }[]) => checks.map(({ name }) => name).join(" > ");
  expect(names(apiDoor)).toBe(
    "size > path > host > headers > address > allow-list > lockout > address-budget > credential > principal > device-budget > origin > route > may > body > input > handler > output",
  );
  expect(names(fileDoor)).toBe("size > path > host > headers > address > allow-list");
  expect(names(socketDoor)).toBe("size > path > host > headers > address > allow-list > origin");
  expect(names(preflightDoor)).toBe("size > path > host > headers > address > allow-list > origin");
});

test("every route, who may use it, and what the limits charge it as", () => {
  const table = describedRoutes().map(
    ({ method, path, name, access, rateClass }) => `${method} ${path} | ${name} | ${access} | ${rateClass}`,
  );
  expect(table).toEqual([
    "GET /api/health | health.read | public | free",
    "GET /api/v1/status | status.read | status.read | normal",
    "GET /api/v1/settings | settings.read | settings.read | normal",
    "PATCH /api/v1/settings | settings.change | settings.write | normal",
    "POST /api/v1/settings/providers/test | settings.test_provider | settings.write | normal",
    "GET /api/v1/edge | edge.read | settings.read | normal",
    "GET /api/v1/edge/lockouts | lockouts.list | settings.read | normal",
    "POST /api/v1/edge/lockouts/release | lockouts.release | settings.write | normal",
    "GET /api/v1/auth/claim-state | claim.state | public | free",
    "POST /api/v1/auth/claim | claim.redeem | public | credential",
    "POST /api/v1/auth/sign-in | session.sign_in | public | credential",
    "POST /api/v1/auth/set-password | password.set | public | credential",
    "POST /api/v1/auth/change-password | password.change | session | credential",
    "GET /api/v1/auth/session | session.read | optional | normal",
    "POST /api/v1/auth/sign-out | session.sign_out | session | normal",
    "POST /api/v1/auth/revoke | session.revoke_own | session | normal",
    "POST /api/v1/auth/pair | pairing.redeem | public | credential",
    "POST /api/v1/auth/refresh | token.refresh | public | credential",
    "POST /api/v1/auth/pairing/create-session | pairing.create | devices.own | normal",
    "GET /api/v1/auth/pairing | pairing.awaiting | devices.own | normal",
    "GET /api/v1/auth/pairing/:session_id | pairing.read | devices.own | normal",
    "POST /api/v1/auth/pairing/:session_id/approve | pairing.approve | devices.own | normal",
    "GET /api/v1/devices | devices.list | devices.own | normal",
    "PATCH /api/v1/devices/:id | devices.rename | devices.own | normal",
    "DELETE /api/v1/devices/:id | devices.remove | devices.own | normal",
    "GET /api/v1/sessions | sessions.list | sessions.own | normal",
    "DELETE /api/v1/sessions/:id | sessions.revoke | sessions.own | normal",
    "GET /api/v1/users | people.list | people.read | normal",
    "POST /api/v1/users | people.add | people.add | normal",
    "GET /api/v1/users/:id | people.read | people.read | normal",
    "PATCH /api/v1/users/:id | people.change | people.change | normal",
    "POST /api/v1/users/:id/invite | people.invite | people.add | normal",
    "GET /api/v1/conversations | conversations.list | chat.use | normal",
    "POST /api/v1/conversations | conversations.create | chat.use | normal",
    "GET /api/v1/conversations/:id | conversations.read | chat.use | normal",
    "PATCH /api/v1/conversations/:id | conversations.rename | chat.use | normal",
    "DELETE /api/v1/conversations/:id | conversations.remove | chat.use | normal",
    "GET /api/v1/conversations/:id/messages | conversations.messages | chat.use | normal",
    "GET /api/v1/models | models.list | chat.use | normal",
    "GET /api/v1/audit | audit.search | audit.read | normal",
    "GET /api/v1/audit/head | audit.head | audit.read | normal",
    "POST /api/v1/audit/verify | audit.verify | audit.verify | normal",
    "GET /api/v1/audit/export | audit.export | audit.export | normal",
    "GET /api/v1/events | events.watch | status.read | normal",
    "GET /api/openapi.json | openapi.read | session | normal",
    "GET /api/docs | docs.read | session | normal",
    "GET /api/docs.css | docs.style | session | free",
  ]);
});

test("names are unique, and so are method and path", () => {
  const routes = describedRoutes();
  expect(new Set(routes.map(({ name }) => name)).size).toBe(routes.length);
  expect(new Set(routes.map(({ method, path }) => `${method} ${path}`)).size).toBe(routes.length);
});
