export type { Assistant, ConversationFrame, SendRequest, Subscriber, Subscription } from "./assistant.ts";
