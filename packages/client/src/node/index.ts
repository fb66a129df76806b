/** What the SDK needs on Node: credentials and queue in files. */
export { fileStores } from "./file-stores.ts";
