/** Carries what was written on the page of a new conversation to the conversation that was made for it. Taken once. */
let waiting: { conversation: string; text: string; model: string | undefined } | undefined;

export function giveFirstMessage(conversation: string, text: string, model: string | undefined): void {
  waiting = { conversation, text, model };
}

export function takeFirstMessage(conversation: string) {
  if (waiting?.conversation !== conversation) return undefined;
  const taken = waiting;
  waiting = undefined;
  return taken;
}
