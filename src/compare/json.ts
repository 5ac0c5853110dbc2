import { nodeRange, typeTextOf } from "../decode/index.ts";
import { type Comparison, type JsonChange, type JsonSide, RowForm, RowKind } from "./model.ts";
import { changeKind, fieldOfRow, rowPath, statusOfRow } from "./rows.ts";
import { isAppended, nearestKey, occurrencesFrom, rowValue } from "./values.ts";

function sideJson(comparison: Comparison, row: number, side: "a" | "b"): JsonSide | undefined {
  const { rows } = comparison;
  const { decoded } = comparison[side];
  const status = statusOfRow(comparison, row, side);
  if (!status) return undefined;
  const node = rows[side].at(row);
  const value = rowValue(comparison, row, side);
  const type =
    rows.kind[row] === RowKind.RETYPED ? (node < 0 ? fieldOfRow(comparison, row, side)?.typeText : typeTextOf(decoded, node)) : undefined;
  const isWhole = node >= 0 && (rows.form[row] === RowForm.LIST || isAppended(decoded, node));
  const last = isWhole ? occurrencesFrom(decoded, node).at(-1)! : node;
  return {
    ...(value !== undefined && { value }),
    ...(node >= 0 && { range: [nodeRange(decoded, node)[0], nodeRange(decoded, last)[1]] as const }),
    status,
    ...(type !== undefined && { type }),
  };
}

/** A row that is a change, as the contract has it. Cost: the depth, and the value. */
export function changeJson(comparison: Comparison, row: number): JsonChange {
  const matchedBy = nearestKey(comparison, row);
  const a = sideJson(comparison, row, "a");
  const b = sideJson(comparison, row, "b");
  return {
    ...rowPath(comparison, row),
    kind: changeKind(comparison, row)!,
    ...(matchedBy !== undefined && { matchedBy }),
    ...(a && { a }),
    ...(b && { b }),
  };
}

/** The whole document of `diff --json`, in pieces, so that millions of changes take no more memory than one. */
export function* comparisonJson(comparison: Comparison): Generator<string> {
  const { equal, counts, changes, coarse } = comparison;
  yield `${JSON.stringify({ schemaVersion: 1, equal, counts }).slice(0, -1)},"changes":[`;
  for (let i = 0; i < changes.length; i++) yield (i > 0 ? "," : "") + JSON.stringify(changeJson(comparison, changes[i]!));
  yield `]${coarse.length > 0 ? `,"coarse":${JSON.stringify(coarse.map(({ path, reason }) => ({ path, reason })))}` : ""}}\n`;
}
