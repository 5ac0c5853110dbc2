import { type Comparison, changeKind, rowPath } from "../compare/index.ts";
import { factsOf } from "./compare-cells.ts";
import { placeOfRow } from "./compare-places.ts";
import type { CompareSpec } from "./compare-protocol.ts";
import type { ToldTurns } from "./turns.ts";

/** Share of the making of a view that the filter is. */
export const FILTERING = 0.7;

/** Which changes a filter lets through: a bit a row of the table, set for their parents too (bit 1: the change itself). */
export async function kept(comparison: Comparison, spec: CompareSpec, turns: ToldTurns): Promise<Uint8Array | undefined> {
  if (spec.kind === undefined && spec.text === undefined) return undefined;
  const { rows, changes } = comparison;
  const keep = new Uint8Array(rows.length);
  const text = spec.text?.toLowerCase();
  for (const [i, row] of changes.entries()) {
    const rest = turns.rest((FILTERING * i) / changes.length);
    if (rest) await rest;
    if (spec.kind !== undefined && changeKind(comparison, row) !== spec.kind) continue;
    if (text !== undefined && !textOf(comparison, row).includes(text)) continue;
    keep[row] = 3;
    for (let at = rows.parent[row]!; at >= 0 && keep[at] === 0; at = rows.parent[at]!) keep[at] = 1;
  }
  return keep;
}

function textOf(comparison: Comparison, row: number): string {
  const place = placeOfRow(comparison, row);
  const { label, hint, a, b } = factsOf(comparison, place, "parent");
  const { path, pathB } = rowPath(comparison, row);
  return [label, hint, path, pathB, a.text, b.text, a.aside, b.aside].join("\n").toLowerCase();
}
