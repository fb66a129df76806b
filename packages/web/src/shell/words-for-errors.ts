import { ApiError, type ApiErrorCode } from "@entobot/client/api-error";

export interface Words {
  readonly title: string;
  /** What the person can do now. */
  readonly advice: string;
}

const report = "If it happens again, tell your administrator and name the time.";

/** Every code in the words of a person who has no log to look at. Typed: a new code needs words to compile. */
const words: Record<ApiErrorCode, Words> = {
  unreachable: { title: "The server does not answer", advice: "Check your connection, then try again." },
  invalid_request: {
    title: "The server did not understand this",
    advice: "Check what you entered and try again.",
  },
  invalid_json: { title: "The server did not understand this", advice: `Reload the page. ${report}` },
  invalid_path: { title: "This address does not exist", advice: "Go back and try from there." },
  unknown_type: { title: "The server did not understand this", advice: `Reload the page. ${report}` },
  not_authenticated: { title: "You are not signed in", advice: "Sign in and try again." },
  invalid_credentials: { title: "E-mail or password is wrong", advice: "Check both and try again." },
  session_ended: { title: "You were signed out", advice: "Sign in again to go on." },
  access_denied: {
    title: "Your role does not allow this",
    advice: "Ask an owner or administrator if you need it.",
  },
  csrf_failed: { title: "This page is out of date", advice: "Reload the page and try again." },
  origin_refused: {
    title: "The server refuses this address",
    advice: "Open Entobot at the address your administrator gave you.",
  },
  misdirected_host: {
    title: "The server does not know itself under this address",
    advice: "Open Entobot at its own address, or set network.public_url.",
  },
  forwarded_untrusted: {
    title: "A proxy in between is not trusted yet",
    advice: "The administrator must set network.trusted_proxies.",
  },
  address_refused: {
    title: "This network may not use Entobot",
    advice: "Connect to the company's network, or ask your administrator.",
  },
  not_found: { title: "This is gone", advice: "It may have been removed. Go back and reload the list." },
  method_not_allowed: { title: "The server cannot do this", advice: `Reload the page. ${report}` },
  conflict: {
    title: "Somebody changed this first",
    advice: "Reload to see the newest state, then try again.",
  },
  already_claimed: {
    title: "This server has an owner already",
    advice: "Sign in, or ask the owner to add you.",
  },
  email_taken: { title: "Somebody with this e-mail exists already", advice: "Look in the list of people." },
  link_invalid: {
    title: "This link no longer works",
    advice: "Links work once and for a limited time. Ask for a new one.",
  },
  pairing_invalid: {
    title: "This code no longer works",
    advice: "A code works once, for five minutes. Make a new one and try again.",
  },
  refresh_invalid: { title: "This device must be paired again", advice: "Make a new code and pair it." },
  idempotency_mismatch: { title: "This was sent before with other content", advice: "Reload and try again." },
  too_large: { title: "This is too long", advice: "Shorten it and send it again." },
  unsupported_media_type: {
    title: "The server did not understand this",
    advice: `Reload the page. ${report}`,
  },
  weak_password: {
    title: "This password is too easy to guess",
    advice: "Use at least 12 characters; a few unrelated words are good.",
  },
  rate_limited: { title: "Too many requests or attempts", advice: "Wait a minute, then try again." },
  busy: { title: "The server is busy", advice: "Wait a moment, then try again." },
  too_slow: { title: "The connection was too slow", advice: "It will be tried again by itself." },
  authentication_timeout: {
    title: "Signing in took too long",
    advice: "Check your connection and try again.",
  },
  model_unknown: { title: "This model is not set up here", advice: "Choose another model." },
  provider_unavailable: {
    title: "The language model does not answer",
    advice: "Try again in a moment. If it lasts, tell your administrator.",
  },
  provider_refused: {
    title: "The language model's provider refused the request",
    advice: "Your administrator should check the provider's key and limits.",
  },
  cancelled: { title: "Stopped", advice: "You can ask again." },
  interrupted: {
    title: "The answer was cut off",
    advice: "The server restarted meanwhile. You can ask again.",
  },
  record_unavailable: {
    title: "The record cannot be written right now",
    advice: "Nothing happens without it. Try again in a moment.",
  },
  database_unavailable: { title: "The database does not answer", advice: "Try again in a moment." },
  shutting_down: { title: "The server is restarting", advice: "Try again in a moment." },
  not_supported: { title: "This is not available here", advice: "Ask your administrator what is set up." },
  listener_unavailable: {
    title: "The server cannot open its address",
    advice: "The administrator finds the reason where it was started.",
  },
  configuration: { title: "The server's settings do not allow this", advice: "Ask your administrator." },
  internal: { title: "Something went wrong on the server", advice: report },
};

const unexpected: Words = { title: "Something went wrong", advice: `Reload the page. ${report}` };

export function wordsForCode(code: ApiErrorCode): Words {
  return words[code] ?? unexpected;
}

/** Words for anything that was thrown. Waiting times and the server's own finding about a field are kept. */
export function wordsFor(error: unknown): Words {
  if (!(error instanceof ApiError)) return unexpected;
  const { title, advice } = wordsForCode(error.code);
  if (error.retryAfter !== undefined) return { title, advice: `Try again in ${seconds(error.retryAfter)}.` };
  const [issue] = error.issues;
  if (error.code === "invalid_request" && issue)
    return { title: "This is not accepted", advice: sentence(issue.message) };
  if (error.code === "configuration") return { title, advice: error.message };
  if (error.code === "internal" && error.requestId)
    return { title, advice: `${report} Number: ${error.requestId}` };
  return { title, advice };
}

const seconds = (value: number) => (value < 90 ? `${value} seconds` : `${Math.ceil(value / 60)} minutes`);

/** The server names the field and gives the rest of a sentence about it. */
export const sentence = (message: string) => message.charAt(0).toUpperCase() + message.slice(1);
