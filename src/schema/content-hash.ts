import { sha256 } from "@noble/hashes/sha2.js";
import { hexOf } from "../base/index.ts";
import { builtinPathOf } from "./builtin.ts";
import { sourcePath } from "./load.ts";
import type { SchemaSource } from "./model.ts";

/**
 * SHA-256, in lower-case hex, of the files of a release: equal when two releases have the same files, in whatever order and with or
 * without copies of the built-in ones. Cost: linear in the texts.
 */
export function contentHash(sources: readonly SchemaSource[]): string {
  const encoder = new TextEncoder();
  const files = sources.map(({ path, text }) => ({ path: sourcePath(path), text })).filter(({ path }) => builtinPathOf(path) === undefined);
  files.sort((a, b) => compare(a.path, b.path) || compare(a.text, b.text));
  const hash = sha256.create();
  for (const { path, text } of files) {
    for (const part of [path, text]) {
      const bytes = encoder.encode(part);
      hash.update(encoder.encode(`${bytes.length}:`)).update(bytes);
    }
  }
  return hexOf(hash.digest());
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
