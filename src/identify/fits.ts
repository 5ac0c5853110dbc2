import type { SchemaSet } from "../schema/index.ts";
import { parsesAsMessage } from "../wire/index.ts";
import { rankRoots } from "./roots.ts";

/** How well bytes fit, the strongest sign first: they parse to their end, a root is plausible, its weight. */
function fitOf(bytes: Uint8Array, sets: readonly SchemaSet[]): readonly number[] {
  const [best] = rankRoots(bytes, sets);
  return [Number(parsesAsMessage(bytes, 0, bytes.length)), Number(best?.plausible ?? false), best?.weight ?? 0];
}

/**
 * Whether the bytes that a text spells fit a root of the releases better than the text's own bytes do. What a weight says of text is little: text
 * breaks off at its first bytes, which weighs less than the many fields of a blob that no schema at hand fits. Cost: twice that of `rankRoots`.
 */
export function fitsBetter(spelled: Uint8Array, text: Uint8Array, sets: readonly SchemaSet[]): boolean {
  const ours = fitOf(spelled, sets);
  const theirs = fitOf(text, sets);
  const differs = ours.findIndex((sign, i) => sign !== theirs[i]);
  return differs >= 0 && ours[differs]! > theirs[differs]!;
}
