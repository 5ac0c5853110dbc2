import { sha256 } from "@noble/hashes/sha2.js";
import { hexOf } from "../base/index.ts";
import { contentHash } from "../schema/index.ts";
import type { KeptRelease } from "./registry-keeper.ts";

/**
 * SHA-256 of what a release holds, its name left out: two releases of equal files have equal hashes, in whatever order the files
 * came. Linear in the bytes; never waits, so that it can be had within a database transaction.
 */
export function hashOfRelease({ sources, units }: Pick<KeptRelease, "sources" | "units">): string {
  const files = contentHash(sources);
  return units ? hexOf(sha256(new TextEncoder().encode(JSON.stringify([files, units])))) : files;
}
