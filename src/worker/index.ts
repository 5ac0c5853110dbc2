export { type CoreClient, CoreError, createClient } from "./client.ts";
export type * from "./protocol.ts";
