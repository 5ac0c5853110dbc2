import { escaped, textOf } from "../base/index.ts";
import { type Decoded, fieldOf, scalarValue, segmentOf } from "../decode/index.ts";
import { lastLenField } from "../wire/index.ts";
import { CHANGE_KINDS, type ChangeKind, type Comparison, FIRST_CHANGE, RowForm, type UnitSummary } from "./model.ts";
import { changesWithin, rowLabel, rowName } from "./rows.ts";
import { isUnread, nodeOf, type Spot, toOf, valueAt } from "./spots.ts";

/** Equal units and fields that are listed; the rest is counted. */
const MOST_EQUAL = 1000;

type Bare = Omit<Comparison, "units" | "equalUnits">;
/** What is summed up before the comparison is whole. */
type Unsummed = Bare & Pick<Comparison, "units" | "equalUnits">;

/** The name of a state unit, from its field 1; undefined where it has none. */
export function unitName(decoded: Decoded, spot: Spot): string | undefined {
  const { nodes, bytes } = decoded;
  if (isUnread(spot)) {
    const name = lastLenField(bytes, valueAt(decoded, spot), toOf(decoded, spot), 1);
    return name && textOf(bytes, name[0], name[1]);
  }
  const node = spot;
  let found: string | undefined;
  for (let child = node + 1; child < nodes.end(node); child = nodes.end(child))
    if (fieldOf(decoded, child)?.number === 1) found = String(scalarValue(decoded, child) ?? "");
  return found;
}

/**
 * Sums up the changes of each state unit in the root's lists, and of each other field of the root; `places` are those of the units by
 * row, so that their names can be read from the wire. Cost: the rows.
 */
export function summarize(comparison: Unsummed, places: ReadonlyMap<number, Spot>): { units: readonly UnitSummary[]; equalUnits: number } {
  const { rows, lists } = comparison;
  const units: UnitSummary[] = [];
  const equal: UnitSummary[] = [];
  let equalUnits = 0;
  const changed = (row: number, label: string, kind: "unit" | "field"): void => {
    units.push({ label, kind, row, counts: countsOf(comparison, row), total: changesWithin(comparison, row), ...sidesOf(comparison, row) });
  };
  const same = (row: number, isUnit: boolean): void => {
    const run = comparison.runs[rows.extra[row]!]!;
    equalUnits += run.count;
    for (let i = 0; i < run.count && equal.length < MOST_EQUAL; i++) {
      const spot = comparison.pairs[2 * (run.from + i)]!;
      const { decoded } = comparison.a;
      const name = isUnit ? unitName(decoded, spot) : undefined;
      const label = isUnit ? name && escaped(name) : fieldOf(decoded, nodeOf(decoded, spot))?.name;
      equal.push({
        label: label ?? segmentOf(decoded, nodeOf(decoded, spot)),
        kind: isUnit ? "unit" : "field",
        row,
        counts: NO_CHANGES,
        total: 0,
        inA: true,
        inB: true,
      });
    }
  };
  for (let row = 0; row < rows.length; row = rows.end[row]!) {
    const list = rows.form[row] === RowForm.LIST ? lists[rows.extra[row]!] : undefined;
    if (rows.form[row] === RowForm.RUN) same(row, false);
    else if (!list?.units) changed(row, rowName(comparison, row).label, "field");
    else {
      for (let child = row + 1; child < rows.end[row]!; child = rows.end[child]!) {
        if (rows.form[child] === RowForm.RUN) same(child, true);
        else changed(child, labelOfUnit(comparison, child, places.get(child)), "unit");
      }
    }
  }
  return { units: [...units, ...equal], equalUnits };
}

/** The row of the state unit, or else of the field of the root, that a row is or stands in. Cost: the depth. */
export function unitOf({ rows, lists }: Comparison, row: number): number {
  let unit = row;
  for (let at = row; at >= 0; at = rows.parent[at]!) {
    const isUnits = rows.form[at] === RowForm.LIST && rows.parent[at]! < 0 && lists[rows.extra[at]!]?.units;
    if (!isUnits) unit = at;
  }
  return unit;
}

const NO_CHANGES: Readonly<Record<ChangeKind, number>> = Object.fromEntries(CHANGE_KINDS.map((kind) => [kind, 0])) as Record<
  ChangeKind,
  number
>;

function countsOf({ rows }: Unsummed, row: number): Record<ChangeKind, number> {
  const counts = { ...NO_CHANGES };
  for (let at = row; at < rows.end[row]!; at++) {
    const kind = CHANGE_KINDS[rows.kind[at]! - FIRST_CHANGE];
    if (kind) counts[kind]++;
  }
  return counts;
}

function sidesOf({ rows }: Unsummed, row: number): { inA: boolean; inB: boolean } {
  return { inA: rows.a.has(row), inB: rows.b.has(row) };
}

function labelOfUnit(comparison: Unsummed, row: number, place: Spot | undefined): string {
  const side = comparison.rows.a.has(row) ? "a" : "b";
  const name = unitName(comparison[side].decoded, place ?? comparison.rows[side].at(row));
  return name === undefined ? rowLabel(comparison, row) : escaped(name);
}
