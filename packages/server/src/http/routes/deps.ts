import type { HttpDeps } from "../deps.ts";
import type { LiveFeed } from "../live-feed.ts";

export type RouteDeps = HttpDeps & { readonly feed: LiveFeed };
