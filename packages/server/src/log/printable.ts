/** Text for a terminal: control characters would let a stranger's words move the cursor or hide a line (CWE-150). */
export function printable(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g, "\ufffd");
}
