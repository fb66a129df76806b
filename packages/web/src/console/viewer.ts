import type { SessionView } from "@entobot/contract/auth";
import type { Permission } from "@entobot/contract/permissions";
import { createContext, useContext } from "react";

/** Who looks at the console. Inside it somebody is always signed in. */
const ViewerContext = createContext<SessionView | undefined>(undefined);
export const ViewerProvider = ViewerContext.Provider;

export function useViewer(): SessionView {
  const view = useContext(ViewerContext);
  if (!view) throw new Error("outside the console");
  return view;
}

/** To hide what the server would refuse. It decides nothing. */
export const useMay = (permission: Permission): boolean => useViewer().permissions.includes(permission);
