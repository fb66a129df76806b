import { z } from "zod";
import { DeviceInfo, DevicePublicKey, Secret } from "./auth.ts";
import { Message, ToolActivity } from "./conversations.ts";
import { ErrorCode } from "./error-codes.ts";
import { ConversationId, DeviceId } from "./ids.ts";
import { limits } from "./limits.ts";
import { Self } from "./people.ts";
import { ClientId, UnixSeconds } from "./text.ts";

/** Frames of the mobile channel: UTF-8 JSON objects with `type`. The original's names are kept. */

export const PairFrame = z.object({
  type: z.literal("pair"),
  id: ClientId.optional(),
  session_id: z.string().min(1).max(128),
  temp_token: Secret,
  device_info: DeviceInfo.default({}),
  public_key: DevicePublicKey.optional(),
});
export const AuthFrame = z.object({
  type: z.literal("auth"),
  id: ClientId.optional(),
  jwt_token: z.string().min(1).max(8192),
});
export const MessageFrame = z.object({
  type: z.literal("message"),
  id: ClientId.optional(),
  content: z.string().min(1).max(limits.messageCharacters),
  conversation_id: ConversationId.optional(),
  model: z.string().min(1).max(limits.modelCharacters).optional(),
});
export const PingFrame = z.object({ type: z.literal("ping"), id: ClientId.optional() });
export const RefreshFrame = z.object({
  type: z.literal("refresh"),
  id: ClientId.optional(),
  refresh_token: Secret,
  proof: z.string().max(2048).optional(),
});
export const ResumeFrame = z.object({
  type: z.literal("resume"),
  id: ClientId.optional(),
  conversation_id: ConversationId.optional(),
  after: z.int().nonnegative(),
});
export const CancelFrame = z.object({
  type: z.literal("cancel"),
  id: ClientId.optional(),
  conversation_id: ConversationId,
});

/** `approve` joins this union with the first tool that asks. */
export const ClientFrame = z.discriminatedUnion("type", [
  PairFrame,
  AuthFrame,
  MessageFrame,
  PingFrame,
  RefreshFrame,
  ResumeFrame,
  CancelFrame,
]);
export type ClientFrame = z.infer<typeof ClientFrame>;
export type ClientFrameOf<Type extends ClientFrame["type"]> = Extract<ClientFrame, { type: Type }>;

const id = { id: z.string().optional() };

export const AuthSuccessFrame = z.object({
  type: z.literal("auth_success"),
  ...id,
  device_id: DeviceId,
  device_name: z.string(),
  user: Self,
  expires_at: UnixSeconds,
  message: z.string(),
  /** On pairing and refresh only. */
  jwt_token: z.string().optional(),
  refresh_token: z.string().nullable().optional(),
});
export const AckFrame = z.object({
  type: z.literal("ack"),
  ...id,
  conversation_id: ConversationId,
  seq: z.int().positive(),
  message: z.literal("Message received"),
});
export const DeltaFrame = z.object({
  type: z.literal("delta"),
  conversation_id: ConversationId,
  text: z.string(),
});
export const ServerMessageFrame = Message.extend({ type: z.literal("message"), ...id });
export const ToolFrame = ToolActivity.extend({
  type: z.literal("tool"),
  conversation_id: ConversationId,
  seq: z.int().positive(),
});
/** The reply to `resume`: everything after `after` has been sent, what follows is live. */
export const ResumedFrame = z.object({
  type: z.literal("resumed"),
  ...id,
  conversation_id: ConversationId,
  last_seq: z.int().nonnegative(),
  busy: z.boolean(),
  /** Text of the running answer so far, so that a phone that slept shows it whole. */
  partial: z.string(),
});
export const ErrorFrame = z.object({
  type: z.literal("error"),
  ...id,
  code: ErrorCode,
  message: z.string(),
  retry_after: z.int().positive().optional(),
  conversation_id: ConversationId.optional(),
});
export const AuthErrorFrame = z.object({
  type: z.literal("auth_error"),
  ...id,
  code: ErrorCode,
  message: z.string(),
});
export const PongFrame = z.object({ type: z.literal("pong"), ...id });

export const ServerFrame = z.discriminatedUnion("type", [
  AuthSuccessFrame,
  AckFrame,
  DeltaFrame,
  ServerMessageFrame,
  ToolFrame,
  ResumedFrame,
  ErrorFrame,
  AuthErrorFrame,
  PongFrame,
]);
export type ServerFrame = z.infer<typeof ServerFrame>;
export type ServerFrameOf<Type extends ServerFrame["type"]> = Extract<ServerFrame, { type: Type }>;
