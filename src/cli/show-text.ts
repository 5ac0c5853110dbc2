import { styleText } from "node:util";
import { counted, cut, fileOffsetOf, inQuotes, offsetText, type Pieces, visible } from "../base/index.ts";
import {
  type Decoded,
  displayAbsent,
  displayNode,
  type FieldStatus,
  type Item,
  NOTES,
  NoteBit,
  notesOf,
  STATUSES,
  segmentOf,
  typeTextOf,
  walk,
  wireName,
} from "../decode/index.ts";
import type { ShownBlob } from "./blob.ts";
import type { Output } from "./output.ts";

export interface TextStyle {
  readonly color: boolean;
  readonly offsets: boolean;
  /** Print the fields that are absent. */
  readonly absent: boolean;
  readonly depth: number;
}

type Color = Parameters<typeof styleText>[0];

const STATUS_COLOR: Readonly<Record<FieldStatus, Color>> = {
  known: "reset",
  unknown: "yellow",
  defaulted: "dim",
  mismatched: "red",
  malformed: "red",
};
/** Fixed columns, not fitted to the longest line: so a change moves no other line, and two outputs compare well. */
const NAME_WIDTH = 40;
const TYPE_WIDTH = 26;
const VALUE_LIMIT = 100;
/** Levels are drawn up to here. */
const MOST_INDENT = 60;
const INDENTS = Array.from({ length: MOST_INDENT + 1 }, (_, level) => "  ".repeat(level));

/** Columns of types by the types: there are few. */
const shortTypes = new Map<string, string>();

/** `.pkg.sub.Type` -> `sub.Type`: the last two names are enough to know it by. As wide as its column. */
function typeColumn(type: string): string {
  let short = shortTypes.get(type);
  if (short === undefined) {
    short = type
      .replace(/\.?(?:[\w]+\.)*(\w+\.\w+)/g, "$1")
      .replace(/(^|[ <])\./g, "$1")
      .padEnd(TYPE_WIDTH);
    shortTypes.set(type, short);
  }
  return short;
}

const QUIET = NoteBit.PACKED | NoteBit.BARE | NoteBit.GUESS;

/** What is said of a node beside its value: the lender's name, the reason of a problem, notes, its size. */
function tailOf(decoded: Decoded, node: number, aside: string | undefined, size: string): string {
  const lent = decoded.loans.get(node)?.field;
  const isNoted = (decoded.nodes.notes(node) & ~QUIET) !== 0;
  if (!lent && !isNoted && (aside === undefined || size === "")) return aside ?? size;
  const notes = notesOf(decoded, node).filter((note) => !(QUIET & (1 << NOTES.indexOf(note))));
  return [lent?.name, aside, ...notes, size].filter(Boolean).join("; ");
}

function sizeText({ nodes }: Decoded, node: number): string {
  return counted(nodes.to(node) - nodes.from(node) - nodes.head(node), "byte");
}

function describe(
  decoded: Decoded,
  item: Item,
): { name: string; type: string; value: string; status: FieldStatus; tail: string; offset: number | undefined } {
  if (item.kind === "absent") {
    const { text, aside, kind } = displayAbsent(decoded, item.field);
    return {
      name: item.field.name,
      type: typeColumn(item.field.typeText),
      value: kind === "text" ? inQuotes(text) : text,
      status: "defaulted",
      tail: aside === "default" ? "" : (aside ?? ""),
      offset: undefined,
    };
  }
  const { node } = item;
  const { text, aside, kind } = displayNode(decoded, node);
  const status = STATUSES[decoded.nodes.status(node)]!;
  const isBraced = kind === "summary" && text.startsWith("{ ");
  return {
    name: segmentOf(decoded, node),
    type: typeColumn(typeTextOf(decoded, node) ?? wireName(decoded, node) ?? ""),
    value: isBraced ? "" : kind === "text" ? inQuotes(cut(text, VALUE_LIMIT)) : cut(text, VALUE_LIMIT),
    status,
    tail: tailOf(decoded, node, aside, isBraced ? sizeText(decoded, node) : ""),
    offset: decoded.nodes.from(node),
  };
}

/** The offset in the blob; where that stands elsewhere in the file, that one beside it. */
function placeText(offset: number | undefined, pieces: Pieces | undefined): string {
  const own = (offset === undefined ? "" : offsetText(offset)).padStart(8);
  if (!pieces) return `${own}  `;
  return `${own} ${(offset === undefined ? "" : offsetText(fileOffsetOf(pieces, offset))).padStart(10)}  `;
}

/** `, unwrapped from ohclphdr at 0x0020 of the file`. */
function wrappedText({ container, pieces }: ShownBlob): string {
  if (container === "raw") return "";
  const place = pieces
    ? ` at ${offsetText(pieces[0]![1])} of the file${pieces.length > 1 ? `, in ${counted(pieces.length, "piece")}` : ""}`
    : "";
  return `, unwrapped from ${container}${place}`;
}

/** One line of the tree: offset, name by level, type, value, and what is to be said of it. */
function line(shown: ShownBlob, item: Item, level: number, style: TextStyle, paint: (color: Color, text: string) => string): string {
  const { name, type, value, status, tail, offset } = describe(shown.decoded, item);
  const place = style.offsets ? placeText(offset, shown.pieces) : "";
  const left = `${INDENTS[Math.min(level, MOST_INDENT)]}${name}`.padEnd(NAME_WIDTH);
  const told = status === "known" ? tail : tail === "" ? status : `${status}: ${tail}`;
  const body = `${left} ${type} ${value}`.trimEnd();
  const painted = status === "known" ? body : paint(STATUS_COLOR[status], body);
  return `${place === "" ? "" : paint("dim", place)}${painted}${told === "" ? "" : `  ${paint(status === "known" ? "cyan" : STATUS_COLOR[status], `(${told})`)}`}\n`;
}

/** Prints a blob as an aligned tree for people. */
export async function showText(shown: ShownBlob, style: TextStyle, out: Output): Promise<void> {
  const { decoded, detected } = shown;
  const paint = (color: Color, text: string): string => (style.color ? styleText(color, text, { validateStream: false }) : text);
  const { counts, root, set } = decoded;
  const reading = root
    ? `${root.typeName}${detected ? " (detected)" : ""}, read with ${set.release}`
    : set.release
      ? `read raw: no root type of ${set.release} fits`
      : "read raw, without a schema";
  out.write(
    `${paint("bold", visible(shown.file ?? shown.name))}  ${counted(decoded.bytes.length, "byte")}${wrappedText(shown)}  ${reading}\n`,
  );
  out.write(
    `${STATUSES.map((status) => paint(counts[status] > 0 ? STATUS_COLOR[status] : "dim", `${counts[status]} ${status}`)).join("  ")}\n\n`,
  );
  if (decoded.bytes.length === 0) out.write("0 bytes: a valid message in which every field takes its default.\n\n");
  for (const { item, depth } of walk(decoded, style.depth)) {
    if (item.kind === "absent" && !style.absent) continue;
    const wait = out.write(line(shown, item, depth, style, paint));
    if (wait) await wait;
    if (out.closed) return;
  }
  if (decoded.nodes.depth > style.depth) out.write(`… cut after ${style.depth} of ${decoded.nodes.depth} levels; --depth prints more\n`);
}
