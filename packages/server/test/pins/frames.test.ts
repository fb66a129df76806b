import { ClientFrame, ServerFrame } from "@entobot/contract/frames";
import { expect, test } from "vitest";
import { frameDoor } from "../../src/realtime/frame-door.ts";
import { frameRoutes } from "../../src/realtime/frame-routes.ts";

test("the checks of a frame, in this order", () => {
  expect(frameDoor.map(({ name }) => name).join(" > ")).toBe(
    "size > json > type > principal > may > input > handler",
  );
});

test("every frame that a client may send, and who may", () => {
  expect([...frameRoutes.values()].map(({ type, access }) => `${type} | ${access}`)).toEqual([
    "pair | public",
    "auth | public",
    "message | chat.use",
    "ping | public",
    "refresh | public",
    "resume | chat.use",
    "cancel | chat.use",
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
