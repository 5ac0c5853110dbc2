import { styleText } from "node:util";
import { counted, cut, grouped, inQuotes, visible } from "../base/index.ts";
import {
  bytesChange,
  CHANGE_KINDS,
  type ChangeKind,
  type Comparison,
  changeKind,
  changesWithin,
  Flag,
  keyLabel,
  RowForm,
  RowKind,
  rowDisplay,
  rowLabel,
  rowType,
  type Side,
  sidePath,
} from "../compare/index.ts";

type Color = Parameters<typeof styleText>[0];

const MARKS: Readonly<Record<ChangeKind, readonly [mark: string, color: Color]>> = {
  changed: ["~", "blue"],
  added: ["+", "green"],
  removed: ["-", "red"],
  moved: ["^", "magenta"],
  retyped: ["T", "red"],
  renamed: [">", "cyan"],
  "wire-only": ["=", "dim"],
};
const NAME_WIDTH = 44;
const VALUE_LIMIT = 60;
/** Levels are drawn up to here; deeper ones stand in one column. */
const MOST_INDENT = 40;

function headOf(mark: string, { decoded, name }: Side): string {
  const { root, set, bytes } = decoded;
  const reading = root ? `${root.typeName}, read with ${set.release}` : "read raw";
  return `${mark} ${visible(name)}  ${counted(bytes.length, "byte")}  ${reading}\n`;
}

/** One value in a line: text in quotes, what is absent with the reason. */
function valueText(comparison: Comparison, row: number, side: "a" | "b"): string {
  const value = rowDisplay(comparison, row, side);
  if (!value) return "";
  const text = value.kind === "text" ? inQuotes(cut(value.text, VALUE_LIMIT)) : cut(value.text, VALUE_LIMIT);
  const isAbsent = !comparison.rows[side].has(row);
  return isAbsent && value.aside ? `${text} (${value.aside})` : text;
}

/** Both values of a change, and what is to be said of it. */
function bothText(comparison: Comparison, row: number, kind: ChangeKind): string {
  const { rows } = comparison;
  const a = valueText(comparison, row, "a");
  const b = valueText(comparison, row, "b");
  switch (kind) {
    case "added":
      return rows.a.has(row) ? `${a}  (unknown to ${comparison.a.decoded.set.release})` : b;
    case "removed":
      return rows.b.has(row) ? `${a}  (unknown to ${comparison.b.decoded.set.release})` : a;
    case "moved":
      return `${sidePath(comparison, row, "a")} -> ${sidePath(comparison, row, "b")}`;
    case "renamed":
      return rows.form[row] === RowForm.LIST ? `-> ${nameOf(comparison, row)}` : `-> ${nameOf(comparison, row)}  ${b}`;
    case "retyped":
      return `${a} (${rowType(comparison, row, "a")}) -> ${b} (${rowType(comparison, row, "b")})${rows.flags[row]! & Flag.UNLIKE ? "" : ", the same value"}`;
    case "wire-only":
      return a === b || a === "" || b === "" ? a || b : `${a} -> ${b}`;
    default:
      if (kind === "changed" && rows.a.has(row) && rows.b.has(row)) {
        const bytes = bytesChange(comparison, row);
        if (bytes) return `${bytes.a} -> ${bytes.b}  (${bytes.remark})`;
      }
      return `${a} -> ${b}`;
  }
}

/** The name that B has for a renamed row. */
function nameOf(comparison: Comparison, row: number): string {
  return (sidePath(comparison, row, "b") ?? "").replace(/^.*\.(?=[^.]*$)/, "");
}

/** Name of a row with its key: `units[3] (name "uefi")`. */
function labelOf(comparison: Comparison, row: number): string {
  const key = keyLabel(comparison, row);
  return key === undefined ? rowLabel(comparison, row) : `${rowLabel(comparison, row)} (${cut(key, VALUE_LIMIT)})`;
}

/** A chain of parents that hold nothing else stands in one line: its labels joined. */
function chainFrom(comparison: Comparison, start: number): { label: string; row: number } {
  const { rows } = comparison;
  let row = start;
  let label = labelOf(comparison, row);
  for (let length = 0; rows.kind[row] === RowKind.PARENT && length < 8; length++) {
    const only = onlyChild(comparison, row);
    if (only < 0) break;
    row = only;
    const own = labelOf(comparison, row);
    // An element's label carries the name of its list, unless it is an index alone.
    label =
      rows.form[rows.parent[row]!] === RowForm.LIST
        ? label.slice(0, label.length - rowLabel(comparison, rows.parent[row]!).length) +
          (own.startsWith("[") ? rowLabel(comparison, rows.parent[row]!) : "") +
          own
        : `${label}${own.startsWith("[") ? "" : "."}${own}`;
  }
  return { label, row };
}

/** The one child of a row that is no run of equal ones; -1 when there are several. */
function onlyChild({ rows }: Comparison, row: number): number {
  let only = -1;
  for (let child = row + 1; child < rows.end[row]!; child = rows.end[child]!) {
    if (rows.form[child] === RowForm.RUN) continue;
    if (only >= 0) return -1;
    only = child;
  }
  return only;
}

/** Prints a comparison for people: the changes with their parents, in pieces. */
export function* diffText(comparison: Comparison, color: boolean): Generator<string> {
  const paint = (style: Color, text: string): string => (color && text !== "" ? styleText(style, text, { validateStream: false }) : text);
  const { rows, changes, counts, equal, coarse, lists } = comparison;
  yield paint("red", headOf("---", comparison.a));
  yield paint("green", headOf("+++", comparison.b));
  const told = CHANGE_KINDS.filter((kind) => counts[kind] > 0).map((kind) => `${grouped(counts[kind])} ${kind}`);
  const what = changes.length === 0 ? "no change" : `${counted(changes.length, "change")}: ${told.join(", ")}`;
  yield `${what}${equal && changes.length > 0 ? "; both restore to the same values" : ""}\n`;
  for (const { path, reason } of coarse) yield paint("yellow", `coarse${path === "" ? "" : ` at ${path}`}: ${reason}\n`);
  if (changes.length > 0) yield "\n";
  const levels = new Map<number, number>();
  for (let row = 0; row < rows.length; row++) {
    if (rows.form[row] === RowForm.RUN) continue;
    const level = rows.parent[row]! < 0 ? 0 : (levels.get(rows.parent[row]!) ?? 0) + 1;
    const chain = chainFrom(comparison, row);
    row = chain.row;
    levels.set(row, level);
    const kind = changeKind(comparison, row);
    const indent = "  ".repeat(Math.min(level, MOST_INDENT));
    if (!kind) {
      const list = rows.form[row] === RowForm.LIST ? lists[rows.extra[row]!] : undefined;
      const how = list && list.by !== "content" && list.by !== "index" ? `, matched by ${list.label}` : "";
      // A message that is read as one value, a GUID, is told with it.
      const value = list ? undefined : rowDisplay(comparison, row, "a");
      const both = value?.kind === "number" ? `  ${bothText(comparison, row, "changed")}` : "";
      yield `  ${indent}${chain.label}${both}  ${paint("dim", `${counted(changesWithin(comparison, row), "change")}${how}`)}\n`;
      continue;
    }
    const [mark, style] = MARKS[kind];
    const left = `${mark} ${indent}${chain.label}`.padEnd(NAME_WIDTH);
    yield `${paint(style, `${left} ${kind.padEnd(9)}`)} ${bothText(comparison, row, kind)}`.trimEnd();
    yield "\n";
  }
}
