import { counted, grouped, hexOf, offsetText } from "../base/index.ts";
import { valueRange } from "../decode/index.ts";
import { diffBytes } from "./bytes.ts";
import type { Comparison } from "./model.ts";
import { rowDisplay } from "./values.ts";

/** Values of up to so many bytes are shown whole, and no part of them. */
const FEW_BYTES = 16;
const PART = FEW_BYTES / 2;

/** The first place where two long byte values differ. */
export interface BytesChange {
  /** Hex of what stands there on either side, with an ellipsis for what is before and after it; `nothing` where one side has only more. */
  readonly a: string;
  readonly b: string;
  /** `3 of 16 bytes differ, at 0x0004`. */
  readonly remark: string;
}

/** Where the bytes of a row that both sides have differ; undefined for other values, and for short ones. Cost: that of `diffBytes`. */
export function bytesChange(comparison: Comparison, row: number): BytesChange | undefined {
  const { rows } = comparison;
  if (!rows.a.has(row) || !rows.b.has(row)) return undefined;
  if (rowDisplay(comparison, row, "a")?.kind !== "bytes" || rowDisplay(comparison, row, "b")?.kind !== "bytes") return undefined;
  const a = bytesOf(comparison, row, "a");
  const b = bytesOf(comparison, row, "b");
  if (Math.max(a.length, b.length) <= FEW_BYTES) return undefined;
  const { edits, coarse } = diffBytes(a, b);
  const [first] = edits;
  if (!first) return undefined;
  const count = edits.reduce((sum, { fromA, toA, fromB, toB }) => sum + Math.max(toA - fromA, toB - fromB), 0);
  const size = a.length === b.length ? counted(a.length, "byte") : `${grouped(a.length)} and ${counted(b.length, "byte")}`;
  const place = `${edits.length > 1 ? "the first " : ""}at ${offsetText(first.fromA)}`;
  return {
    a: part(a, first.fromA, first.toA),
    b: part(b, first.fromB, first.toB),
    remark: `${coarse ? "up to " : ""}${grouped(count)} of ${size} ${count === 1 ? "differs" : "differ"}, ${place}`,
  };
}

function bytesOf(comparison: Comparison, row: number, side: "a" | "b"): Uint8Array {
  const { decoded } = comparison[side];
  return decoded.bytes.subarray(...valueRange(decoded, comparison.rows[side].at(row)));
}

function part(bytes: Uint8Array, from: number, to: number): string {
  if (from === to) return "nothing";
  const end = Math.min(to, from + PART);
  return `${from > 0 ? "…" : ""}${hexOf(bytes, from, end)}${end < bytes.length ? "…" : ""}`;
}
