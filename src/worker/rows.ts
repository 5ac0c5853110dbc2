import { cut, escaped, type NodeIndex } from "../base/index.ts";
import {
  absentFields,
  canReread,
  childrenOf,
  contentType,
  type Decoded,
  displayAbsent,
  displayNode,
  fieldOf,
  fieldsOfAbsent,
  type Item,
  isElement,
  isOpened,
  isPacked,
  keyOf,
  type Mark,
  NoteBit,
  nodeRange,
  notesOf,
  pathOf,
  previewText,
  STATUSES,
  Status,
  scalarValue,
  segmentOf,
  typeTextOf,
  wireName,
} from "../decode/index.ts";
import type { Field, MessageType } from "../schema/index.ts";
import { kindAt, NodeKind, numberAt } from "../wire/index.ts";
import type { FindingMarks } from "./finding-marks.ts";
import { type Knowledge, likelyName, WHY_WORDS, whyOf } from "./knowledge.ts";
import type { Row, VerdictFinding } from "./protocol.ts";
import { type GroupRef, nodeIn, spanOfGroup } from "./runs.ts";

/**
 * What a row of the tree stands for.
 * - `item`: a node, or a field absent from a present message
 * - `group`: a run of occurrences of one repeated field, from node `first` on, `count` of them
 * - `inner`: a field of an absent message, reached from the absent field at the head of `chain`
 */
export type RowRef =
  | { readonly kind: "item"; readonly item: Item }
  | GroupRef
  | { readonly kind: "inner"; readonly node: number; readonly chain: readonly Field[] };

/** Where an absent field stands: the message that is there, and the fields that lead from it; undefined for what is on the wire. */
export function absentPlace(ref: RowRef): { readonly node: number; readonly chain: readonly Field[] } | undefined {
  if (ref.kind === "inner") return ref;
  return ref.kind === "item" && ref.item.kind === "absent" ? { node: ref.item.node, chain: [ref.item.field] } : undefined;
}

/** Path of a chain of fields from a node on (-1: the root). */
function chainPath(prefix: string, chain: readonly Field[]): string {
  const names = chain.map((field) => field.name).join(".");
  return prefix === "" ? names : `${prefix}.${names}`;
}

/** Key of a row: its path, unlike for any two rows; a group's ends in `[]`. Cost: the depth. */
export function rowKey(decoded: Decoded, ref: RowRef): string {
  if (ref.kind === "group") {
    const parent = decoded.nodes.parent(ref.first);
    const name = fieldOf(decoded, ref.first)!.name;
    const nth = decoded.nodes.ordinal(ref.first);
    return `${parent < 0 ? "" : `${keyOf(decoded, parent)}.`}${name}[${nth === 0 ? "" : `${nth}+`}]`;
  }
  if (ref.kind === "inner") return chainPath(ref.node < 0 ? "" : keyOf(decoded, ref.node), ref.chain);
  if (ref.item.kind === "node") return keyOf(decoded, ref.item.node);
  return chainPath(ref.item.node < 0 ? "" : keyOf(decoded, ref.item.node), [ref.item.field]);
}

/** Message type of an absent field, when a row of it can be opened. */
export function absentType(decoded: Decoded, field: Field): MessageType | undefined {
  return field.type.kind === "message" && !field.repeated && !field.bare ? decoded.set.types[field.type.typeId] : undefined;
}

/** True when the row has rows below itself. */
export function isExpandable(decoded: Decoded, ref: RowRef): boolean {
  if (ref.kind === "group") return true;
  const field = ref.kind === "inner" ? ref.chain[ref.chain.length - 1]! : ref.item.kind === "absent" ? ref.item.field : undefined;
  if (field) {
    const type = absentType(decoded, field);
    return type !== undefined && fieldsOfAbsent(type).length > 0 && (ref.kind !== "inner" || ref.chain.length < 32);
  }
  const { node } = (ref as { item: { node: number } }).item;
  return decoded.nodes.end(node) > node + 1 || opensNode(decoded, node);
}

/** True when a node that holds nothing has rows for what is absent from it. */
export function opensNode(decoded: Decoded, node: number): boolean {
  return isOpened(decoded, node) && absentFields(decoded, node).length > 0;
}

/** Name under which a user knows an element: the value of its field `name`, `id`, `key` or `type_url`. */
function hintOf(decoded: Decoded, node: number): string | undefined {
  if (!isOpened(decoded, node) || contentType(decoded, node) === undefined) return undefined;
  let found: string | undefined;
  let looked = 0;
  for (const child of childrenOf(decoded, node)) {
    if (++looked > 8) break;
    const field = fieldOf(decoded, child);
    if (!field || !/^(name|id|key|\w+_(name|id|key|index))$/.test(field.name)) continue;
    const value = scalarValue(decoded, child);
    if (value === undefined || value === "" || typeof value === "object") continue;
    const text = escaped(String(value));
    if (field.name === "name") return text;
    found ??= `${field.name === "id" || field.name === "key" ? "" : `${field.name} `}${text}`;
  }
  return found;
}

/** What a group says of its occurrences: what the first few are called, or hold. */
const GROUP_SAMPLES = 6;
const GROUP_LENGTH = 120;

function rollupOf({ nodes }: Decoded, from: number, to: number): Row["rollup"] {
  const count = (mark: Mark): number => nodes.marked(mark).countIn(from, to);
  const [malformed, mismatched, unknown, notes] = [count("malformed"), count("mismatched"), count("unknown"), count("notable")];
  return malformed + mismatched + unknown + notes > 0 ? { malformed, mismatched, unknown, notes } : undefined;
}

/** Where a row stands in its view; what `Row` adds to what the row is. */
export type Place = Pick<Row, "index" | "depth" | "expanded" | "parent" | "posInSet" | "setSize"> & {
  readonly context: boolean;
  readonly inGroup: boolean;
};

/** What an entry of a map is called, of its step `["k"]`, `[5]`, or `["k"][1]` where the key comes again. */
function entryName(step: string): string {
  const [, text, number, nth = ""] = /^\[(?:"(.*)"|(.*?))\](\[\d+\])?$/s.exec(step) ?? [];
  return `${text ?? number ?? step}${nth}`;
}

function groupRow(decoded: Decoded, ref: GroupRef): Omit<Row, keyof Place | "key" | "expandable"> {
  const field = fieldOf(decoded, ref.first)!;
  const { nodes } = decoded;
  const { past } = spanOfGroup(decoded, ref);
  const samples: string[] = [];
  for (let i = 0, node: number = ref.first; i < Math.min(ref.count, GROUP_SAMPLES); i++, node = nodes.end(node)) {
    samples.push(
      field.map ? entryName(segmentOf(decoded, node).slice(field.name.length)) : (hintOf(decoded, node) ?? previewText(decoded, node)),
    );
  }
  const rollup = rollupOf(decoded, ref.first, past);
  return {
    path: rowKey(decoded, ref).replace(/\[[^\]]*\]$/, ""),
    kind: "group",
    label: `${field.name}[${ref.count}]`,
    number: field.number,
    type: field.typeText,
    wire: "LEN",
    status: STATUSES[decoded.nodes.status(ref.first) === Status.UNKNOWN ? Status.UNKNOWN : Status.KNOWN],
    value: cut(samples.join(", "), GROUP_LENGTH) + (ref.count > GROUP_SAMPLES ? ", …" : ""),
    valueKind: "summary",
    notes: decoded.nodes.notes(ref.first) & NoteBit.BORROWED ? ["borrowed"] : [],
    range: [nodes.from(ref.first), nodes.to(nodeIn(decoded, { first: ref.first, flat: false }, ref.count - 1))],
    ...(rollup && { rollup }),
  };
}

function absentRow(decoded: Decoded, path: string, field: Field, inner: boolean): Omit<Row, keyof Place | "key" | "expandable"> {
  const { kind, text, aside } = displayAbsent(decoded, field);
  const note = inner ? "if present" : aside;
  return {
    path,
    kind: "defaulted",
    label: field.name,
    number: field.number,
    type: field.typeText,
    status: "defaulted",
    value: text,
    valueKind: kind,
    ...(note && { aside: note }),
    notes: [],
  };
}

function nodeRow(decoded: Decoded, node: NodeIndex, place: Place): Omit<Row, keyof Place | "key" | "expandable"> {
  const { kind: valueKind, text, aside } = displayNode(decoded, node);
  const kind = kindAt(decoded.nodes, node);
  const element = isElement(decoded, node);
  const field = fieldOf(decoded, node);
  const segment = segmentOf(decoded, node);
  const label = place.inGroup && field ? segment.slice(field.name.length) : segment;
  const wire = wireName(decoded, node);
  const type = typeTextOf(decoded, node) ?? wire;
  const hint = field?.repeated && !field.map && !element && !isPacked(decoded, node) ? hintOf(decoded, node) : undefined;
  const rollup = decoded.nodes.end(node) > node + 1 ? rollupOf(decoded, node + 1, decoded.nodes.end(node)) : undefined;
  return {
    path: pathOf(decoded, node),
    kind: element ? "element" : kind === NodeKind.RAW ? "raw" : kind === NodeKind.EGROUP ? "end" : "field",
    label,
    ...(hint && { hint }),
    ...(kind <= NodeKind.RESOURCE && { number: numberAt(decoded.nodes, decoded.bytes, node) }),
    ...(type && { type }),
    ...(wire && { wire }),
    status: STATUSES[decoded.nodes.status(node)]!,
    value: text,
    valueKind,
    ...(aside && { aside }),
    notes: notesOf(decoded, node),
    range: nodeRange(decoded, node),
    ...(canReread(decoded, node) && { rereads: decoded.rereads.get(node)?.origin ?? "not" }),
    ...(rollup && { rollup }),
  };
}

/** What other releases add to a row: the name of an unknown field, the reason of an absent one. */
function knownOf(knowledge: Knowledge, ref: RowRef, aside: string | undefined): Pick<Row, "hint" | "aside"> {
  if (ref.kind !== "item") return {};
  if (ref.item.kind === "node") {
    const name = likelyName(knowledge, ref.item.node);
    return name ? { hint: name.name } : {};
  }
  const why = whyOf(knowledge, ref.item.node, ref.item.field);
  // A field that fails when absent says so; why it is absent comes second, in the details.
  return aside === "default" || aside === "absent" ? { aside: WHY_WORDS[why] } : {};
}

/** What the reading release makes of a row: its finding there, and those below. A finding of a field that reads is told behind its value. */
function judgedOf(
  decoded: Decoded,
  ref: RowRef,
  { status, value }: Pick<Row, "status" | "value">,
  found: FindingMarks,
): Pick<Row, "finding" | "found" | "aside"> {
  const absent = absentPlace(ref);
  const [at, below] = absent
    ? [found.at(absent.node, absent.chain), found.belowAbsent(absent.node, absent.chain)]
    : foundAtNode(decoded, ref, found);
  // A cut has a note of its own.
  const isTold = at && at.kind !== "truncated" && (status === "known" || status === "defaulted");
  return {
    ...(at && { finding: { kind: at.kind, message: at.message } }),
    ...(below && { found: below }),
    // The value says already that it is absent.
    ...(isTold && { aside: value === "absent" ? at.message.replace(/^absent, and /, "") : at.message }),
  };
}

function foundAtNode(decoded: Decoded, ref: RowRef, found: FindingMarks): [VerdictFinding | undefined, Row["found"]] {
  const { nodes } = decoded;
  if (ref.kind === "item" && ref.item.kind === "node") {
    const { node } = ref.item;
    return [found.at(node, []), found.below(node, nodes.end(node))];
  }
  if (ref.kind !== "group") return [undefined, undefined];
  return [undefined, found.within(ref.first, spanOfGroup(decoded, ref).past)];
}

/** The row that the page draws. Cost: the depth for its path; for the roll-up a bit for each node below it, where there is anything to count. */
export function makeRow(decoded: Decoded, ref: RowRef, place: Place, knowledge?: Knowledge, found?: FindingMarks): Row {
  const key = rowKey(decoded, ref);
  let row: Omit<Row, keyof Place | "key" | "expandable">;
  if (ref.kind === "group") row = groupRow(decoded, ref);
  else if (ref.kind === "inner") row = absentRow(decoded, key, ref.chain[ref.chain.length - 1]!, true);
  else if (ref.item.kind === "absent")
    row = absentRow(decoded, chainPath(ref.item.node < 0 ? "" : pathOf(decoded, ref.item.node), [ref.item.field]), ref.item.field, false);
  else row = nodeRow(decoded, ref.item.node, place);
  if (knowledge) row = { ...row, ...knownOf(knowledge, ref, row.aside) };
  if (found) row = { ...row, ...judgedOf(decoded, ref, row, found) };
  const { index, depth, expanded, parent, posInSet, setSize, context } = place;
  return {
    ...row,
    key,
    expandable: isExpandable(decoded, ref),
    index,
    depth,
    expanded,
    parent,
    posInSet,
    setSize,
    ...(context && { context }),
  };
}
