const systems = [
  [/iPhone/, "iPhone"],
  [/iPad/, "iPad"],
  [/Android/, "Android"],
  [/Windows/, "Windows"],
  [/Mac OS X|Macintosh/, "Mac"],
  [/CrOS/, "ChromeOS"],
  [/Linux/, "Linux"],
] as const;
const browsers = [
  [/Edg\//, "Edge"],
  [/OPR\//, "Opera"],
  [/SamsungBrowser/, "Samsung Internet"],
  [/Firefox|FxiOS/, "Firefox"],
  [/Chrome|CriOS/, "Chrome"],
  [/Safari/, "Safari"],
] as const;

/** A name by which a person recognises this device in a list: a proposal that can be changed. */
export function deviceKind(agent = navigator.userAgent): { name: string; platform: string } {
  const find = (table: readonly (readonly [RegExp, string])[]) =>
    table.find(([test]) => test.test(agent))?.[1];
  const platform = find(systems) ?? "Other";
  return { name: `${find(browsers) ?? "Browser"} on ${platform}`, platform };
}
