import { sha256 } from "@noble/hashes/sha2.js";
import { hexOf } from "../base/index.ts";

/** SHA-256 of bytes as lower-case hex. The browser's own where the page is trustworthy (https, localhost), else a library's. */
export async function sha256Hex(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const subtle = globalThis.crypto?.subtle as SubtleCrypto | undefined;
  return hexOf(subtle ? new Uint8Array(await subtle.digest("SHA-256", bytes)) : sha256(bytes));
}
