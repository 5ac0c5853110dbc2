/** Pure changes of a view spec: each gives a new spec and leaves the old one alone. */
import type { FoundKind, StatusFilter, ViewSpec } from "../../worker/protocol.ts";

/** Deeper than any document: every row is open. */
const allLevels = 1_000_000;

/** The first view of a document: top rows open, wire order, no filter. */
export function startSpec(): ViewSpec {
  return { level: 1, open: [], closed: [], sort: "offset" };
}

/** Opens or closes one row. `depth` is the row's, 0 at the top. Linear in the rows opened by hand. */
export function toggleRow(spec: ViewSpec, key: string, depth: number, expand: boolean): ViewSpec {
  const without = { ...spec, open: spec.open.filter((k) => k !== key), closed: spec.closed.filter((k) => k !== key) };
  const openByLevel = depth < spec.level;
  if (expand) return openByLevel ? without : { ...without, open: [...without.open, key] };
  // A jump to a row below may hold it open.
  return openByLevel || spec.to ? { ...without, closed: [...without.closed, key] } : without;
}

/** Shows `level` levels and forgets what was opened or closed by hand; 1 shows the top rows only. */
export function toLevel(spec: ViewSpec, level: number): ViewSpec {
  const { to: _, ...rest } = spec;
  return { ...rest, level: Math.max(0, level - 1), open: [], closed: [] };
}

/** Opens every row. */
export function expandAll(spec: ViewSpec): ViewSpec {
  const { to: _, ...rest } = spec;
  return { ...rest, level: allLevels, open: [], closed: [] };
}

/** Filters by what the reading release makes of a row, worst first. */
export const foundKinds = ["fails", "depends", "loses"] as const satisfies readonly FoundKind[];

/** Whether a filter is by what the reading release makes of a row. */
export function isFound(status: StatusFilter | undefined): status is FoundKind {
  return foundKinds.some((kind) => kind === status);
}

/** Keeps only rows of one status, with their parents; undefined shows all. */
export function withStatus(spec: ViewSpec, status: StatusFilter | undefined): ViewSpec {
  const { status: _, ...rest } = spec;
  return status ? { ...rest, status } : rest;
}

/** Keeps only rows that contain the text; a text of blanks shows all. */
export function withText(spec: ViewSpec, text: string): ViewSpec {
  const { text: _, ...rest } = spec;
  return text.trim() ? { ...rest, text } : rest;
}

/** Shows all rows again. */
export function withoutFilter(spec: ViewSpec): ViewSpec {
  return withStatus(withText(spec, ""), undefined);
}

/** A spec whose rows are sorted so. */
export function withSort(spec: ViewSpec, sort: ViewSpec["sort"]): ViewSpec {
  return { ...spec, sort };
}

/** Whether `key` lies below the row `ancestor`; the row itself does not. A group's key `units[]` holds every `units[3]…`. */
export function isBelow(key: string, ancestor: string): boolean {
  if (key === ancestor) return false;
  if (ancestor.endsWith("[]")) return key.startsWith(ancestor.slice(0, -1));
  return key.startsWith(`${ancestor}.`) || key.startsWith(`${ancestor}[`);
}

/** Whether two specs show the same rows, as far as filter and expansion were asked for alike. */
export function sameSpec(a: ViewSpec, b: ViewSpec): boolean {
  const same = (x: readonly string[], y: readonly string[]) => x.length === y.length && x.every((k, i) => k === y[i]);
  return (
    a.level === b.level &&
    a.sort === b.sort &&
    a.status === b.status &&
    a.text === b.text &&
    same(a.open, b.open) &&
    same(a.to ?? [], b.to ?? []) &&
    same(a.closed, b.closed)
  );
}
