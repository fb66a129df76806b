export function ConsoleRoot() {
  return null;
}
