import type { SchemaSet } from "../schema/index.ts";
import { parsesAsMessage } from "../wire/index.ts";
import { rankRoots } from "./roots.ts";

/** Bytes of a text that say how it fits: the message in which it breaks off may have no end, and with it no start that could be cut off. */
const TEXT_BYTES = 1 << 18;

/** How well bytes fit, the stronger sign first: a root is plausible, its weight. */
function fitOf(bytes: Uint8Array, sets: readonly SchemaSet[]): readonly number[] {
  const [best] = rankRoots(bytes, sets);
  return [Number(best?.plausible ?? false), best?.weight ?? 0];
}

/**
 * Whether the bytes that a text spells fit a root of the releases better than the text's own bytes do. The strongest sign is that they parse
 * to their end, and mostly settles it. What a weight says of text is little: text
 * breaks off at its first bytes, which weighs less than the many fields of a blob that no schema at hand fits. Cost: linear, and where both or
 * neither parse twice that of `rankRoots`.
 */
export function fitsBetter(spelled: Uint8Array, text: Uint8Array, sets: readonly SchemaSet[]): boolean {
  const parses = parsesAsMessage(spelled, 0, spelled.length);
  if (parses !== parsesAsMessage(text, 0, text.length)) return parses;
  const ours = fitOf(spelled, sets);
  const theirs = fitOf(text.subarray(0, TEXT_BYTES), sets);
  const differs = ours.findIndex((sign, i) => sign !== theirs[i]);
  return differs >= 0 && ours[differs]! > theirs[differs]!;
}
