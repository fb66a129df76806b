import type { FrameRoute } from "./frame.ts";
import { authFrame } from "./frames/auth.ts";
import { cancelFrame } from "./frames/cancel.ts";
import { messageFrame } from "./frames/message.ts";
import { pairFrame } from "./frames/pair.ts";
import { pingFrame } from "./frames/ping.ts";
import { refreshFrame } from "./frames/refresh.ts";
import { resumeFrame } from "./frames/resume.ts";

const all = [pairFrame, authFrame, messageFrame, pingFrame, refreshFrame, resumeFrame, cancelFrame];

/** Every frame that a client may send, by type. */
export const frameRoutes: ReadonlyMap<string, FrameRoute> = new Map(all.map((route) => [route.type, route]));
