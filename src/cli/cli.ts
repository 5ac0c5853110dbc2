/** What the bundle of the command line gives: the command, and what its threads do. */
export { main } from "./main.ts";
export { runThread } from "./thread.ts";
