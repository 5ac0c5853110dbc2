import type { CSSProperties } from "react";

/** What the attributes of a row tell of it, whatever its cells hold. */
interface DrawnRow {
  readonly key: string;
  readonly depth: number;
  readonly posInSet: number;
  readonly setSize: number;
  readonly expandable: boolean;
  readonly expanded: boolean;
}

/** Characters of a key that are written into the page; a deep row has hundreds of thousands. */
const longKey = 400;
/** Levels that are indented at all; a hundred thousand would leave no room. */
const deepest = 24;

/** The attributes of a row in an ARIA treegrid whose heads are its first row. */
export function rowProps(row: DrawnRow, id: string, index: number, selected: boolean) {
  return {
    id,
    role: "row",
    "data-index": index,
    "data-key": row.key.length <= longKey ? row.key : undefined,
    "aria-rowindex": index + 2,
    "aria-level": row.depth + 1,
    "aria-posinset": row.posInSet,
    "aria-setsize": row.setSize,
    "aria-expanded": row.expandable ? row.expanded : undefined,
    "aria-selected": selected,
  } as const;
}

/** How deep the row's name stands, for the rules that indent it. */
export function indentOf({ depth }: DrawnRow): CSSProperties {
  return { "--d": Math.min(depth, deepest) } as CSSProperties;
}
