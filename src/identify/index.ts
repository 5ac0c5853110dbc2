export { likelyRoot, type RootScore, rankRoots, TRY_BYTES } from "./roots.ts";
