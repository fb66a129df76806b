import type { Permission } from "@entobot/contract/permissions";
import type { IconName } from "../design/icon.tsx";

export interface Section {
  readonly path: string;
  readonly name: string;
  readonly icon: IconName;
  /** Hidden from who would be refused; the server decides all the same. */
  readonly needs: Permission;
}

/** The console's pages in the order of its navigation. */
export const sections: readonly Section[] = [
  { path: "/console", name: "Home", icon: "home", needs: "status.read" },
  { path: "/console/people", name: "People", icon: "people", needs: "people.read" },
  { path: "/console/devices", name: "Devices", icon: "devices", needs: "devices.read_all" },
  { path: "/console/record", name: "Record", icon: "record", needs: "audit.read" },
  { path: "/console/edge", name: "Edge", icon: "edge", needs: "settings.read" },
  { path: "/console/settings", name: "Settings", icon: "settings", needs: "settings.read" },
];
