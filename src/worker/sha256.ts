import { sha256 } from "@noble/hashes/sha2.js";
import { hexOf } from "../base/index.ts";
import type { Turns } from "./turns.ts";

/** Above this the browser's own is not asked: it copies the bytes first, and cannot be stopped. */
const MOST_COPIED = 256 << 20;
const PIECE = 4 << 20;

/** SHA-256 of bytes as lower-case hex. The browser's own where the page is trustworthy (https, localhost), else a library's, by turns. */
export async function sha256Hex(bytes: Uint8Array<ArrayBuffer>, turns?: Turns): Promise<string> {
  const subtle = globalThis.crypto?.subtle as SubtleCrypto | undefined;
  if (subtle && bytes.length <= MOST_COPIED) return hexOf(new Uint8Array(await subtle.digest("SHA-256", bytes)));
  const hash = sha256.create();
  for (let at = 0; at < bytes.length; at += PIECE) {
    hash.update(bytes.subarray(at, at + PIECE));
    await turns?.pause();
  }
  return hexOf(hash.digest());
}
