import type { DeviceInfo } from "@entobot/contract/auth";
import { limits } from "@entobot/contract/limits";
import { cleanLine } from "@entobot/contract/text";

/** What a device calls itself: the original app says a text, others an object. Cleaned and cut, never refused. */
export function describeDevice(info: DeviceInfo): { name: string; platform: string } {
  const said = typeof info === "string" ? { device_name: info } : info;
  return {
    name: cleanLine(said.device_name ?? "", limits.deviceNameCharacters, "Unknown Device"),
    platform: cleanLine(said.platform ?? "", 40, "unknown"),
  };
}
