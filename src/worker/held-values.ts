import { counted } from "../base/index.ts";
import {
  absentFields,
  childrenOf,
  type Decoded,
  displayAbsent,
  displayNode,
  fieldOf,
  type Item,
  isOpened,
  nodeRange,
} from "../decode/index.ts";
import { placesOf, type ReaderVerdict } from "../restore/index.ts";
import type { HeldPlaces } from "./held-places.ts";
import type { HeldCell, HeldValue, VerdictFinding } from "./verdicts.ts";

/**
 * What a release makes of a row of a document: of its value, and of findings in it. `held` tells what stands there in the document
 * of what it holds after reading; `around` says that the row stands for a field of the absent message that `row` is.
 */
export function heldValue(
  decoded: Decoded,
  row: Item,
  path: string,
  verdict: ReaderVerdict,
  held: HeldPlaces | undefined,
  around: boolean,
): HeldValue {
  const { release } = verdict;
  if (verdict.verdict === "no-root") return { release, verdict: "no-root", says: "has no such root type" };
  const there = findingAt(decoded, row, path, verdict);
  const kind = there ? (there.kind === "fails" || there.kind === "depends" ? there.kind : "loses") : undefined;
  if (there && kind !== "loses")
    return { release, verdict: kind!, says: there.kind === "fails" ? there.message : `cannot be told: ${there.message}` };
  if (verdict.verdict === "fails") return { release, verdict: "skipped", says: "stops elsewhere" };
  if (!held) return { release, verdict: kind ?? "restores", says: there ? there.message : "reads it" };
  const found = held.of(row);
  if (found === "no-field" || found === "no-element") {
    // Only a finding tells of a loss: the reading release may have split the bytes in other ways than this one does.
    const nothing = row.kind === "absent" ? "does not have it" : found === "no-field" ? "has no field there" : "holds nothing there";
    return { release, verdict: kind ?? "restores", says: there?.message ?? nothing };
  }
  if (!around && isMessage(decoded, row) && isMessage(held.held, found)) return heldMessage(decoded, row, path, verdict, held.held, found);
  const value = textOf(held.held, found);
  const written = textOf(decoded, row);
  const same = value === written;
  const says = there
    ? there.message
    : around
      ? `has no value for it: ${row.kind === "absent" ? row.field.name : "the message"} is`
      : found.kind === "absent"
        ? "holds the default"
        : same
          ? "holds the same"
          : "holds another";
  return { release, verdict: kind ?? "restores", value, same: same && !around, says };
}

/**
 * What a release holds for a row, in a cell beside what is shown, which is its own reading. `written` gives the blob as its writer reads
 * it: asked where the release cut a value or took it for another.
 */
export function heldCell(
  decoded: Decoded,
  row: Item,
  path: string,
  verdict: ReaderVerdict,
  held: HeldPlaces | undefined,
  written: () => Decoded | undefined,
): HeldCell {
  const told = heldValue(decoded, row, path, verdict, held, false);
  const { value, same = false, says } = told;
  if (told.verdict === "skipped") return { same: false, says: `${told.release} ${says} and holds nothing` };
  const place = held?.of(row);
  // What is unlike in a message, its fields and what was found there tell.
  if (held && isMessage(decoded, row) && typeof place === "object" && isMessage(held.held, place)) {
    const isSame = sameBytes(decoded, row.node, held.held, place.node);
    return { same: isSame, says: isSame ? "holds the same" : "holds a message" };
  }
  const isOther = told.verdict === "loses" && verdict.findings.some((one) => one.path === path && one.kind !== "lost");
  if (!isOther || row.kind === "absent") return { same, says, ...(value !== undefined && { value }) };
  const text = writtenText(written(), nodeRange(decoded, row.node));
  return { same: false, says, ...(value !== undefined && { value }), ...(text !== undefined && { written: text }) };
}

/** A message that stands in both; an entry of a map is told by its value. */
function isMessage(decoded: Decoded, item: Item): boolean {
  return item.kind === "node" && isOpened(decoded, item.node) && !fieldOf(decoded, item.node)?.map;
}

/**
 * What a release makes of a message that it holds. Its line tells of its first fields only, so what counts is what was found in it: without
 * a finding it holds the same, also where it has more fields or writes it otherwise.
 */
function heldMessage(decoded: Decoded, row: Item, path: string, verdict: ReaderVerdict, held: Decoded, found: Item): HeldValue {
  const { release, findings, findingsTotal } = verdict;
  const inside = findings.filter((finding) => isIn(decoded, row, path, finding));
  const [first] = inside;
  if (first) {
    const more = inside.length > 1 ? `, and in ${counted(inside.length - 1, "other place")}` : "";
    const where = first.path.startsWith(`${path}.`) ? first.path.slice(path.length + 1) : first.path;
    const says =
      first.path === path
        ? first.message
        : first.kind === "lost"
          ? `loses what is in ${where}${more}`
          : `${first.message} at ${where}${more}`;
    return { release, verdict: "loses", says };
  }
  const same = findings.length === findingsTotal || sameBytes(decoded, row.node, held, found.node);
  return { release, verdict: "restores", same, says: same ? "holds the same" : "has more findings than are listed" };
}

/** The value of the field that has those bytes, as its writer means it. */
function writtenText(written: Decoded | undefined, [from, to]: readonly [number, number]): string | undefined {
  const node = written?.nodes.atOffset(from);
  return written && node !== undefined && written.nodes.to(node) === to ? displayNode(written, node).text : undefined;
}

function sameBytes(a: Decoded, at: number, b: Decoded, place: number): boolean {
  const value = ({ bytes, nodes }: Decoded, node: number): Uint8Array =>
    bytes.subarray(nodes.from(node) + nodes.head(node), nodes.to(node));
  const [one, other] = [value(a, at), value(b, place)];
  return one.length === other.length && one.every((byte, i) => byte === other[i]);
}

/** The value of a row in a line; of a map's entry that of its value, which may be left out where it is the default. */
function textOf(decoded: Decoded, item: Item): string {
  if (item.kind === "absent") return displayAbsent(decoded, item.field).text;
  if (!fieldOf(decoded, item.node)?.map) return displayNode(decoded, item.node).text;
  const value = [...childrenOf(decoded, item.node)].find((one) => fieldOf(decoded, one)?.number === 2);
  if (value !== undefined) return displayNode(decoded, value).text;
  const absent = absentFields(decoded, item.node).find(({ number }) => number === 2);
  return absent ? displayAbsent(decoded, absent).text : displayNode(decoded, item.node).text;
}

/** The worst finding at the row itself or, for a message, within it. */
function findingAt(decoded: Decoded, row: Item, path: string, { findings }: ReaderVerdict): VerdictFinding | undefined {
  return findings.find((finding) => isIn(decoded, row, path, finding));
}

/** Whether a finding is at a row or within it, by path or by bytes. */
function isIn(decoded: Decoded, row: Item, path: string, finding: VerdictFinding): boolean {
  if (finding.path === path || (path !== "" && finding.path.startsWith(`${path}.`))) return true;
  const [from, to] = row.kind === "node" ? nodeRange(decoded, row.node) : [0, 0];
  return row.kind === "node" && finding.range[0] >= from && finding.range[1] <= to && finding.range[1] > finding.range[0];
}

/** The line of a log that tells of a failure: of the servicing state itself, or of the unit in which it stands. */
export function logLine(decoded: Decoded, { range, message }: Pick<VerdictFinding, "range" | "message">): string {
  const places = placesOf(decoded);
  if (places.unitAt(range) < 0)
    return /\.ServicingState$/.test(decoded.root?.typeName ?? "")
      ? `failed to decode servicing state: decoding failed: ${message}`
      : `decoding failed: ${message}`;
  const [unit] = places.namesAt(range);
  return unit === undefined
    ? `failed to decode protobuf: decoding failed: ${message}`
    : `failed to restore: {${unit}: failed to decode protobuf: decoding failed: ${message}}`;
}
