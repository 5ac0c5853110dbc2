import { lastLenField } from "../../wire/index.ts";

const START = Uint8Array.from("type.googleapis.com/", (c) => c.charCodeAt(0));
const SECURE = Uint8Array.from("https://type.googleapis.com/", (c) => c.charCodeAt(0));

/** True for the bytes of a type URL as mesh writes it. */
export function isUrl(bytes: Uint8Array, from: number, to: number): boolean {
  return startsWith(bytes, from, to, START) || startsWith(bytes, from, to, SECURE);
}

/** True when the bytes begin with a field 1 and their last one is a type URL. Cost: linear in the direct fields. */
export function looksLikeAny(bytes: Uint8Array, from: number, to: number): boolean {
  if (bytes[from] !== 0x0a) return false;
  const url = lastLenField(bytes, from, to, 1);
  return url !== undefined && isUrl(bytes, url[0], url[1]);
}

function startsWith(bytes: Uint8Array, from: number, to: number, start: Uint8Array): boolean {
  if (to - from < start.length) return false;
  for (let i = 0; i < start.length; i++) if (bytes[from + i] !== start[i]) return false;
  return true;
}
