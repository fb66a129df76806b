import { ClientFrame, ServerFrame } from "@entobot/contract/frames";
import { expect, test } from "vitest";
import { frameDoor } from "../../src/realtime/frame-door.ts";
import { frameRoutes } from "../../src/realtime/frame-routes.ts";

test("the checks of a frame, in this order", () => {
  expect(frameDoor.map(({ name }) => name).join(" > ")).toBe(
    "size > json > type > lockout > address-budget > principal > device-budget > may > input > handler",
  );
});

test("every frame that a client may send, who may, and what the limits charge it as", () => {
  const rows = [...frameRoutes.values()];
  expect(rows.map(({ type, access, rateClass }) => `${type} | ${access} | ${rateClass}`)).toEqual([
    "pair | public | credential",
    "auth | public | normal",
    "message | chat.use | normal",
    "ping | public | free",
    "refresh | public | credential",
    "resume | chat.use | normal",
    "cancel | chat.use | normal",
  ]);
});

test("the contract and the door know the same frames", () => {
  const types = ClientFrame.options.map((option) => option.shape.type.value);
  expect([...frameRoutes.keys()].sort()).toEqual([...types].sort());
  expect(ServerFrame.options.map((option) => option.shape.type.value)).toEqual([
    "auth_success",
    "ack",
    "delta",
    "message",
    "tool",
    "resumed",
    "error",
    "auth_error",
    "pong",
  ]);
});

test("the original's error texts, where a member is missing", () => {
  const texts = [...frameRoutes.values()].map(({ type, missing }) => [type, missing?.text]);
  expect(Object.fromEntries(texts)).toMatchObject({
    pair: "Missing session_id or temp_token",
    auth: "Missing jwt_token",
    message: "Missing message content",
  });
});
