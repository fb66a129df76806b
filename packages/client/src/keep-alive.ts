import type { Channel } from "./channel.ts";
import type { Environment } from "./environment.ts";

const quietMs = 25_000;
const answerMs = 10_000;
/** Somebody has just picked the phone up: a dead socket must not keep them waiting. */
const wokenAnswerMs = 3_000;

/** Asks a quiet socket whether it still lives, and gives it up when it does not say so. Returns the stop. */
export function keepAlive(channel: Channel, environment: Environment): () => void {
  let cancel = () => {};
  let asking = false;

  function check(): void {
    const quietFor = environment.now() - channel.lastHeard();
    if (quietFor < quietMs) plan(quietMs - quietFor);
    else ask(answerMs);
  }
  function ask(deadlineMs: number): void {
    if (asking) return;
    asking = true;
    cancel();
    const askedAt = environment.now();
    channel.send({ type: "ping" });
    cancel = environment.setTimer(() => {
      asking = false;
      if (channel.lastHeard() >= askedAt) plan(quietMs);
      else channel.abandon();
    }, deadlineMs);
  }
  function plan(ms: number): void {
    cancel = environment.setTimer(check, ms);
  }

  plan(quietMs);
  // After sleep the socket may be dead without either side having said so.
  const stopListening = environment.onWake(() => ask(wokenAnswerMs));
  return () => {
    cancel();
    stopListening();
  };
}
