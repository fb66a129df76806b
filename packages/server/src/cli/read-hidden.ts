/**
 * A line that is not shown while it is typed. Null at Ctrl-C, Ctrl-D on an empty line, and where there is no terminal,
 * because what is piped in cannot be hidden from anybody.
 */
export function readHidden(
  input: NodeJS.ReadStream,
  output: NodeJS.WritableStream,
  question: string,
): Promise<string | null> {
  if (!input.isTTY) return Promise.resolve(null);
  return new Promise((resolve) => {
    // A pasted character may arrive in two chunks.
    const decoder = new TextDecoder();
    let typed = "";
    output.write(question);
    input.setRawMode(true);
    input.resume();
    input.on("data", onData);

    function onData(chunk: Buffer): void {
      for (const character of decoder.decode(chunk, { stream: true })) {
        const next = press(typed, character);
        if (typeof next === "string") typed = next;
        else {
          finish(next.answer);
          return;
        }
      }
    }
    function finish(answer: string | null): void {
      input.off("data", onData);
      input.setRawMode(false);
      input.pause();
      output.write("\n");
      resolve(answer);
    }
  });
}

/** What one key makes of the line so far, or the end of it. */
function press(typed: string, key: string): string | { readonly answer: string | null } {
  if (key === "\r" || key === "\n") return { answer: typed };
  if (key === "\u0003") return { answer: null };
  if (key === "\u0004") return { answer: typed === "" ? null : typed };
  if (key === "\u007f" || key === "\b") return [...typed].slice(0, -1).join("");
  if (key === "\u0015") return "";
  return key >= " " ? typed + key : typed;
}
