import { sha256 } from "@noble/hashes/sha2.js";
import { hexOf } from "../base/index.ts";
import type { KeptRelease } from "./registry-keeper.ts";

/**
 * SHA-256 of what a release holds, its name left out: two releases of equal files have equal hashes, in whatever order the files
 * came. Linear in the bytes; never waits, so that it can be had within a database transaction.
 */
export function hashOfRelease({ sources, units, descriptors }: Pick<KeptRelease, "sources" | "units" | "descriptors">): string {
  const encoder = new TextEncoder();
  const hash = sha256.create();
  const add = (name: string, bytes: Uint8Array) => hash.update(encoder.encode(`${name}\0${bytes.length}\0`)).update(bytes);
  const inOrder = [...sources].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  for (const { path, text } of inOrder) add(path, encoder.encode(text));
  // No file is called so: a path has no control characters.
  if (units) add("\0units", encoder.encode(JSON.stringify(units)));
  if (descriptors) add("\0descriptors", descriptors);
  return hexOf(hash.digest());
}
