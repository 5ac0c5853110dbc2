import { type Pieces, pieceAt } from "../../base/index.ts";
import type { TextForm } from "../text/text-blob.ts";

/** What a blob can be wrapped in, by the short names of `--container` and of the JSON. */
export type ContainerName = "ohclphdr" | "get-chunks" | "gzip" | "zstd" | "zip" | "any" | TextForm;

/** What one wrapping holds; several for a zip or a dump. */
export interface Layer {
  /** A copy. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Where they stand in what was opened; absent when they were unpacked or spelled and so stand nowhere. */
  readonly pieces?: Pieces;
  /** What tells it from the others of its file: `/state.bin`, `@0x3000`. */
  readonly part?: string;
  /** The type that the wrapping says it is. */
  readonly typeName?: string;
  /** A clause about what was assumed, or is damaged but readable. */
  readonly remark?: string;
}

/** A wrapping that does not open: a clause that starts without the name, as `its packed data is damaged after 12 bytes`. */
export interface Broken {
  readonly reason: string;
}

/** Whether a wrapping did not open. */
export function isBroken(opened: object): opened is Broken {
  return "reason" in opened;
}

/** Pieces of a blob of `length` bytes in the file, from where it stands in a wrapping and where that stands in the file. */
export function compose(inner: Pieces, length: number, outer: Pieces): Pieces {
  const pieces: (readonly [number, number])[] = [];
  for (const [i, [from, at]] of inner.entries()) {
    const to = at + (inner[i + 1]?.[0] ?? length) - from;
    let index = pieceAt(outer, at);
    pieces.push([from, outer[index]![1] + at - outer[index]![0]]);
    for (index++; index < outer.length && outer[index]![0] < to; index++) pieces.push([from + outer[index]![0] - at, outer[index]![1]]);
  }
  return pieces;
}

/** A copy of `[from, to)`; never a view, whatever kind of array the bytes are. */
export function copyOf(bytes: Uint8Array, from: number, to: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes.subarray(from, to));
}
