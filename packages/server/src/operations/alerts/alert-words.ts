import type { AuditEventName } from "@entobot/contract/audit-events";

export interface AlertWords {
  /** Of the subject line too: closed words only, nothing of what happened. */
  readonly title: string;
  readonly advice: string;
}

const say = (title: string, advice: string): AlertWords => ({ title, advice });

const expected =
  "If this was meant, nothing is to be done. If not, end the sessions of whoever did it and ask them.";
const ordinary = "Nothing is to be done, unless this is unusual here.";
const ended = "Nothing is to be done, unless nobody of you did this.";
const attempts =
  "A few are people who mistype. Many from one address are somebody who tries: block the address in front of the server, and ask the person whose account it is.";

/** What each event means to somebody who gets it by mail, and what they can do. A new event does not compile without. */
export const alertWords: Readonly<Record<AuditEventName, AlertWords>> = {
  server_started: say("The server started", "If nobody restarted it, look into its log for why it stopped."),
  server_stopped: say("The server stopped", "If nobody stopped it, start it and look into its log."),
  auth_succeeded: say(
    "Somebody signed in",
    "If this is not one of you, open the console and end that session.",
  ),
  auth_failed: say("Wrong credentials", attempts),
  access_denied: say(
    "Something was not permitted",
    "Look at what was asked for and by whom. Many at once look like somebody who tries what an account can do.",
  ),
  rate_limit_exceeded: say(
    "Too many requests",
    "One device or address asks more than it may. If it is a program of yours, slow it down; if not, block it.",
  ),
  request_refused: say("A request was refused", ordinary),
  lockout_started: say(
    "Locked out after wrong credentials",
    "Somebody tried many times. If it was one of you, release the lockout in the console; if not, block the address in front of the server.",
  ),
  lockout_released: say("A lockout was released", expected),
  certificate_loaded: say("A new certificate is in use", ordinary),
  certificate_refused: say(
    "A new certificate cannot be used",
    "The old one stays in use until it expires. Put a matching pair of certificate and key in its place.",
  ),
  certificate_expiring: say(
    "A certificate expires soon",
    "Renew it: after that day phones and browsers refuse to connect.",
  ),
  alert_delivered: say("An alert was delivered", ordinary),
  alert_failed: say("An alert was not delivered", "entobot alerts status says why."),
  provider_tested: say("A model provider was tested", ordinary),
  claim_created: say(
    "A link to own the server was made",
    "Whoever opens it within 15 minutes owns this server. If nobody of you asked for it, somebody has the home folder of the server.",
  ),
  owner_claimed: say(
    "The server has an owner now",
    "If this was none of you, take the server off the network and set it up again.",
  ),
  person_added: say("A person was added", expected),
  person_invited: say("A person got a new link to set a password", expected),
  person_changed: say("A person's role or state was changed", expected),
  password_set: say("A password was set", expected),
  session_revoked: say("A session was ended", ended),
  token_refreshed: say("A device renewed its token", ordinary),
  token_reused: say(
    "A refresh token was used twice",
    "A copy of a device's credentials is in other hands, or was. The device's session has ended already. Ask the person to check the device before they pair it again.",
  ),
  pairing_created: say("A pairing was begun", expected),
  pairing_approved: say("A pairing was approved", expected),
  device_paired: say(
    "A device was paired",
    "If the person does not know the device, remove it in the console: its session ends at once.",
  ),
  device_removed: say("A device was removed", ended),
  device_changed: say("A device was renamed", ordinary),
  conversation_created: say("A conversation was begun", ordinary),
  conversation_changed: say("A conversation was renamed", ordinary),
  conversation_deleted: say("A conversation was deleted", ended),
  message_received: say("A message was received", ordinary),
  message_sent: say("A message was answered", ordinary),
  turn_cancelled: say("An answer was cancelled", ordinary),
  turn_failed: say(
    "An answer failed",
    "Many at once mean that a model provider is down or refuses the key: look at the providers, in the console under Settings.",
  ),
  turn_interrupted: say(
    "An answer was cut by a restart",
    "If nobody restarted the server, look into its log.",
  ),
  tool_called: say("A tool was called", ordinary),
  tool_denied: say(
    "A tool call was denied",
    "The gate did its work. Look at what was tried: a text from outside may have told the model to do it.",
  ),
  approval_decided: say("An approval was decided", expected),
  config_changed: say("The configuration was changed", expected),
  record_verified: say(
    "The record does not verify",
    "Somebody or something changed the record. Keep the machine as it is, and compare with a saved head: entobot audit verify --head SEQ:HASH.",
  ),
  record_searched: say("The record was searched", expected),
  command_run: say("A command was run on the server", expected),
  system_user_created: say("A system user was made for the server", ended),
  data_exported: say("Data was exported", expected),
  data_erased: say("Data was erased", expected),
  backup_created: say("A backup was made", ordinary),
  incident_opened: say(
    "An incident was opened",
    "Open it in the console: it says what is to be done and until when.",
  ),
};
