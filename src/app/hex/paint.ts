import type { ByteRange } from "../../base/index.ts";
import type { HexParts } from "./types.ts";

/** The tint of each byte of `[from, to)`: `t`, `l`, `v`, `d`ifferent or a space; empty when none has one. Linear in the bytes asked for. */
export function tintsOf(parts: HexParts, from: number, to: number): string {
  return painted(from, to, [
    [parts.value, "v"],
    [parts.length, "l"],
    [parts.tag, "t"],
    ...(parts.differs ?? []).map((range) => [range, "d"] as const),
  ]);
}

/** The mark of each byte of `[from, to)`: `s`elected, `h`it, hit `n`ow or a space; empty when none has one. */
export function marksOf(
  selection: ByteRange | undefined,
  hits: readonly ByteRange[],
  now: ByteRange | undefined,
  from: number,
  to: number,
): string {
  return painted(from, to, [...hits.map((hit) => [hit, "h"] as const), [now, "n"], [selection, "s"]]);
}

/** Later layers lie above earlier ones. */
function painted(from: number, to: number, layers: readonly (readonly [range: ByteRange | undefined, letter: string])[]): string {
  let letters: string[] | undefined;
  for (const [range, letter] of layers) {
    if (!range) continue;
    for (let at = Math.max(from, range[0]); at < Math.min(to, range[1]); at++) {
      letters ??= new Array<string>(to - from).fill(" ");
      letters[at - from] = letter;
    }
  }
  return letters?.join("") ?? "";
}

/** The half-open range that holds both bytes. */
export function rangeOf(a: number, b: number): ByteRange {
  return a < b ? [a, b + 1] : [b, a + 1];
}
