/** Ways to read bytes that need no schema: a message by its look, text, a GUID, little-endian numbers, packed varints, or as they are. */
export const PLAIN_READINGS = ["message", "utf-8", "guid", "u8", "u16", "u32", "u64", "varints", "bytes"] as const;
export type PlainReading = (typeof PLAIN_READINGS)[number];

/** How bytes are to be read; a type is named with its release: `vmbus.relay.Channel@2505`. A text, so that it can be kept and linked to. */
export type ReadAs = PlainReading | `${string}@${string}`;

/** What a `ReadAs` says. */
export type ReadAsParts =
  | { readonly kind: "plain"; readonly as: PlainReading }
  | { readonly kind: "type"; readonly typeName: string; readonly release: string };

/** The parts of a reading; undefined for a text that is none. A release may have an `@` in its name, a type cannot. */
export function readAsParts(text: string): ReadAsParts | undefined {
  const at = text.indexOf("@");
  if (at > 0 && at < text.length - 1) return { kind: "type", typeName: text.slice(0, at), release: text.slice(at + 1) };
  const as = PLAIN_READINGS.find((one) => one === text);
  return as && { kind: "plain", as };
}

/** The reading of bytes as a type of a release. */
export function asType(typeName: string, release: string): ReadAs {
  return `${typeName}@${release}`;
}

const PLAIN_WORDS: Readonly<Record<PlainReading, string>> = {
  message: "a message",
  "utf-8": "UTF-8 text",
  guid: "a GUID",
  u8: "8-bit integers",
  u16: "16-bit integers",
  u32: "32-bit integers",
  u64: "64-bit integers",
  varints: "packed varints",
  bytes: "raw bytes",
};

/** A reading in words: `packed varints`, `vmbus.relay.Channel of 2505`. */
export function readAsWords(as: string): string {
  const parts = readAsParts(as);
  if (!parts) return as;
  return parts.kind === "plain" ? PLAIN_WORDS[parts.as] : `${parts.typeName} of ${parts.release}`;
}
