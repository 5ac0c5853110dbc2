import { counted, grouped, hexOf, offsetText } from "../base/index.ts";
import {
  bareElement,
  canReread,
  contentType,
  type Decoded,
  displayAbsent,
  displayNode,
  fieldOf,
  isElement,
  isNumbersType,
  isOpened,
  isTyped,
  type KnownIn,
  type Loan,
  NoteBit,
  nodeRange,
  notesOf,
  pathOf,
  problemOf,
  type ReadAs,
  readingsOfBytes,
  readingsOfFixed,
  readingsOfVarint,
  STATUSES,
  Status,
  segmentOf,
  typeTextOf,
  unzigzag,
  valueField,
  valueRange,
  valueWire,
  wireName,
} from "../decode/index.ts";
import { describeField, type Field } from "../schema/index.ts";
import { kindAt, NodeKind, numberAt, readVarint, tagLength, VarintFault, varintAt, WireType } from "../wire/index.ts";
import { type Knowledge, namesOf, whyOf } from "./knowledge.ts";
import type { Details, FieldStatus, Note, ValueReading } from "./protocol.ts";
import { insideReread, readAsNow, rereadRelease, rereadSays, resetWords } from "./read-as.ts";
import { type RowRef, rowKey } from "./rows.ts";

const HEX_LIMIT = 32;

const NOTE_SAYS: Readonly<Record<Note, string>> = {
  packed: "All values in one field, as mesh writes repeated numbers.",
  unpacked: "One field a value; mesh writes repeated numbers packed, and reads both.",
  overlong: "A varint of this field takes more bytes than it needs. It reads the same and is written back shorter.",
  "truncated-value": "The wire holds more bits than the type: the reader cuts the value without an error.",
  "explicit-default": "A default that a mesh writer would have left out: another writer wrote this, or a test.",
  superseded: "A later field of this message takes its place: this value is read and dropped.",
  merged: "A further occurrence of a singular message: it is merged field by field into the one before.",
  appended: "A further occurrence: its content is appended to the one before.",
  "out-of-order": "Stands after a field that the schema declares later. Mesh writes in the order of declaration and reads any order.",
  bare: "The wrapper message that the .proto shows is not on the wire: these bytes are the packed elements themselves.",
  guess: "Nothing names these bytes: the structure is a guess from how they look.",
  borrowed: "Read with the type that another release gives this field.",
};

function noteSays(note: Note, inside: boolean): string {
  return note === "borrowed" && inside ? "Read with the type that is taken for the bytes around it." : NOTE_SAYS[note];
}

function statusSays(decoded: Decoded, node: number, status: FieldStatus, names: readonly KnownIn[]): string {
  const release = decoded.set.release || "this reading";
  const field = fieldOf(decoded, node);
  const guess = decoded.nodes.notes(node) & NoteBit.GUESS;
  switch (status) {
    case "unknown": {
      if (!decoded.root) return "Read without a schema: only the number and the wire type are known.";
      if (guess) return "Below an unknown field: the structure is a guess from how the bytes look.";
      if (decoded.nodes.notes(node) & NoteBit.BORROWED) return belowLoanSays(decoded, node);
      const elsewhere = `${elsewhereSays(names)}${loanSays(decoded.loans.get(node))}`;
      const owner = contentType(decoded, decoded.nodes.parent(node))?.typeName;
      return `${elsewhere}${release} has no field ${numberAt(decoded.nodes, decoded.bytes, node)}${owner ? ` in ${owner}` : ""}. A reader skips these ${counted(sizeOf(decoded, node), "byte")}, and the value is lost when it saves again.`;
    }
    case "mismatched":
      return `${release} knows this field with another wire type. Its reader stops here.`;
    case "malformed":
      return field?.type.kind === "scalar" && field.type.scalar === "string"
        ? "The text is not UTF-8. A reader stops here."
        : "The bytes cannot be parsed. A reader stops here.";
    default: {
      if (field?.number === 2 && contentTypeOfAny(decoded, node) === "unknown")
        return `${release} has no type of this name: the content is a guess from how the bytes look.`;
      if (decoded.loans.has(node)) return `${release} has no type of this name. ${loanSays(decoded.loans.get(node))}`.trimEnd();
      return "";
    }
  }
}

/** Whose type an unknown value or content is shown with. */
function loanSays(loan: Loan | undefined): string {
  return loan ? `Shown with the type that ${loan.release} has for it, which is borrowed. ` : "";
}

/** The node at or above this one that another release lends a type; -1 when there is none. */
function lentAt(decoded: Decoded, node: number): number {
  let at = node;
  while (at >= 0 && !decoded.loans.has(at)) at = decoded.nodes.parent(at);
  return at;
}

/** What is said of a node below one that another release lends a type: who lends, and to what. */
function belowLoanSays(decoded: Decoded, node: number): string {
  const at = lentAt(decoded, node);
  const loan = decoded.loans.get(at);
  const of = loan?.type ? "the content of a type" : "a field";
  if (!loan) return "";
  return `Part of ${of} that ${decoded.set.release} does not know, ${pathOf(decoded, at)}. Shown with the type that ${loan.release} has for it, which is borrowed.`;
}

/** Who else knows a field, and as what: releases that agree are named together. */
function elsewhereSays(names: readonly KnownIn[]): string {
  const groups = new Map<string, string[]>();
  for (const { release, name, type } of names) {
    const as = `${name} (${type})`;
    groups.set(as, [...(groups.get(as) ?? []), release]);
  }
  return [...groups].map(([as, releases]) => `Known to ${releases.join(", ")} as ${as}. `).join("");
}

const WHY_SAYS = {
  "unknown-to-writer": " The release that wrote the blob does not have this field.",
  "default-omitted": " The release that wrote the blob has a field of this number, and left it out because it held its default.",
  "cannot-tell": " Which release wrote the blob, and so why it is absent, cannot be told.",
} as const;

/** `unknown` for the value of an `Any` whose type URL names no type of the set. */
function contentTypeOfAny(decoded: Decoded, node: number): "unknown" | "other" {
  const parent = decoded.nodes.parent(node);
  const inAny = contentType(decoded, parent)?.typeName === "google.protobuf.Any";
  return inAny && isOpened(decoded, node) && !contentType(decoded, node) ? "unknown" : "other";
}

function sizeOf(decoded: Decoded, node: number): number {
  return decoded.nodes.to(node) - decoded.nodes.from(node);
}

function wireDetails(decoded: Decoded, node: number): NonNullable<Details["wire"]> {
  const { nodes, bytes } = decoded;
  const range = nodeRange(decoded, node);
  const value = valueRange(decoded, node);
  const tag = tagLength(nodes, bytes, node);
  const shown = Math.min(value[1], value[0] + HEX_LIMIT);
  return {
    wire: wireName(decoded, node) ?? "raw",
    range,
    valueRange: value,
    tag: hexOf(bytes, range[0], range[0] + tag, " "),
    length: hexOf(bytes, range[0] + tag, value[0], " "),
    value: hexOf(bytes, value[0], shown, " ") + (shown < value[1] ? ` … ${counted(value[1] - value[0], "byte")}` : ""),
    tagBytes: tag,
    lengthBytes: nodes.head(node) - tag,
  };
}

/** Label of the reading that the schema names for a type. */
function currentLabel(field: Field | undefined): string | undefined {
  if (field?.type.kind !== "scalar") return undefined;
  const { scalar } = field.type;
  if (scalar === "string") return "UTF-8";
  if (scalar === "bytes") return "hex";
  if (scalar === "bool" || scalar === "float" || scalar === "double") return scalar;
  if (scalar.startsWith("sint")) return "zigzag";
  return scalar.startsWith("u") || scalar.startsWith("fixed") ? "unsigned" : "signed";
}

/** Label of the reading that the user chose; of integers there is none. */
function readingLabel(as: ReadAs): string | undefined {
  switch (as) {
    case "utf-8":
      return "UTF-8";
    case "guid":
      return "GUID";
    case "varints":
      return "packed varints";
    case "bytes":
      return "hex";
    case "u8":
    case "u16":
    case "u32":
    case "u64":
      return undefined;
    default:
      return "message";
  }
}

/** Every reading of a node's raw value, the schema's own marked. Empty for what has no bytes. */
function readingsOf(decoded: Decoded, node: number): ValueReading[] {
  const [from, to] = valueRange(decoded, node);
  const wire = valueWire(decoded, node);
  const chosen = decoded.rereads.get(node);
  const current = chosen ? readingLabel(chosen.as) : isOpened(decoded, node) ? "message" : currentLabel(valueField(decoded, node));
  const whole = !/^eof|^varint/.test(problemOf(decoded, node)?.code ?? "");
  let all = [] as ReturnType<typeof readingsOfBytes>;
  if (whole && wire === WireType.VARINT) all = readingsOfVarint(varintAt(decoded.bytes, from, to));
  else if (whole && wire === WireType.I64) all = readingsOfFixed(decoded.bytes, from, 8);
  else if (whole && wire === WireType.I32) all = readingsOfFixed(decoded.bytes, from, 4);
  else if (from < to) all = readingsOfBytes(decoded.bytes, from, to);
  const known = chosen !== undefined || isTyped(decoded, node);
  return all.map((reading) => {
    const isCurrent = known && reading.label === current;
    return { ...reading, current: isCurrent, guess: reading.guess && !isCurrent };
  });
}

function schemaOf(
  decoded: Decoded,
  field: Field | undefined,
  lender?: string,
): Pick<Details, "schema" | "comment" | "declaredIn" | "typeName"> {
  if (!field || isNumbersType(decoded.set.types[field.parent]!)) return { comment: "" };
  const owner = decoded.set.types[field.parent]!;
  const typeName =
    field.type.kind === "message" || field.type.kind === "group"
      ? decoded.set.types[field.type.typeId]!.typeName
      : field.type.kind === "enum"
        ? decoded.set.enums[field.type.enumId]!.typeName
        : undefined;
  return {
    comment: field.comment,
    declaredIn: owner.typeName,
    ...(typeName && { typeName }),
    ...(!owner.mapEntry && {
      schema: {
        text: describeField(field),
        file: owner.file,
        ...(field.line !== undefined && { line: field.line }),
        ...(lender !== undefined && { release: lender }),
      },
    }),
  };
}

function absentSays(decoded: Decoded, field: Field): string {
  const release = decoded.set.release;
  if (field.facts.required) return `Not on the wire, and ${release} has no default for it: a restore fails here.`;
  if (field.facts.nonzero) return `Not on the wire: ${release} reads 0 and fails, because the value must not be zero.`;
  if (field.type.kind === "message" && !field.repeated && !field.bare) {
    const exact = decoded.set.types[field.parent]!.exact;
    if (!exact)
      return `Not on the wire. ${release} holds None if the field is optional in Rust, else a message of defaults; the .proto does not tell which.`;
    return field.facts.nullable
      ? `Not on the wire: ${release} holds None.`
      : `Not on the wire: ${release} takes each of its fields’ own defaults.`;
  }
  return `Not on the wire: ${release} uses this default.`;
}

/** All that the details pane says of a row. Cost: its value, cut where it is long. */
export function detailsOf(decoded: Decoded, ref: RowRef, knowledge?: Knowledge): Details {
  const key = rowKey(decoded, ref);
  const absent =
    ref.kind === "inner" ? ref.chain[ref.chain.length - 1] : ref.kind === "item" && ref.item.kind === "absent" ? ref.item.field : undefined;
  if (absent) {
    const { kind, text } = displayAbsent(decoded, absent);
    const inner = ref.kind === "inner";
    const why = knowledge && ref.kind === "item" ? whyOf(knowledge, ref.item.node, absent) : undefined;
    return {
      key,
      path: key,
      label: absent.name,
      number: absent.number,
      type: absent.typeText,
      status: "defaulted",
      says: inner
        ? "What this field would hold if the message around it were present."
        : `${absentSays(decoded, absent)}${why ? WHY_SAYS[why] : ""}`,
      ...(why && { why }),
      value: text,
      valueKind: kind,
      notes: [],
      readings: [],
      ...schemaOf(decoded, absent),
    };
  }
  const node = ref.kind === "group" ? ref.first : (ref as { item: { node: number } }).item.node;
  const field = fieldOf(decoded, node);
  if (ref.kind === "group") {
    const { nodes } = decoded;
    const last = nodes.nthIn(nodes.parent(ref.first), nodes.ref(ref.first), ref.first, ref.count - 1);
    const range = [decoded.nodes.from(node), decoded.nodes.to(last)] as const;
    return {
      key,
      path: key.replace(/\[[^\]]*\]$/, ""),
      label: `${field!.name}[${ref.count}]`,
      number: field!.number,
      type: field!.typeText,
      status: STATUSES[decoded.nodes.status(node) === Status.UNKNOWN ? Status.UNKNOWN : Status.KNOWN],
      says: `${counted(ref.count, "occurrence")} in a row, ${counted(range[1] - range[0], "byte")} from ${offsetText(range[0])} on.`,
      value: "",
      valueKind: "none",
      notes: [],
      readings: [],
      range,
      ...schemaOf(decoded, field, decoded.loans.get(lentAt(decoded, node))?.release),
    };
  }
  const status = STATUSES[decoded.nodes.status(node)]!;
  const names = knowledge ? namesOf(knowledge, node) : [];
  const { kind, text } = displayNode(decoded, node);
  const problem = problemOf(decoded, node);
  const now = readAsNow(decoded, node);
  const tagged = kindAt(decoded.nodes, node) <= NodeKind.RESOURCE;
  const type = typeTextOf(decoded, node);
  const inside = insideReread(decoded, node);
  const notes = notesOf(decoded, node).map((note) => ({ note, says: noteSays(note, inside >= 0) }));
  const said = rereadSays(decoded, node);
  const path = problem?.path ?? rowKey(decoded, ref);
  const lender =
    inside >= 0 ? rereadRelease(decoded, node) : status === "unknown" ? decoded.loans.get(lentAt(decoded, node))?.release : undefined;
  const element = isElement(decoded, node) ? bareElement(decoded.set, field!) : undefined;
  return {
    key,
    path,
    label: segmentOf(decoded, node),
    ...(tagged && { number: numberAt(decoded.nodes, decoded.bytes, node) }),
    ...(type && { type }),
    status,
    says: inside >= 0 ? said! : [said, statusSays(decoded, node, status, names)].filter(Boolean).join(" "),
    ...(names.length > 0 && { knownIn: names }),
    value: text,
    valueKind: kind,
    notes,
    ...(problem && { problem: { code: problem.code, offset: problem.range[0], message: problem.detail } }),
    readings: readingsOf(decoded, node),
    ...(canReread(decoded, node) && { readAs: { ...(now && { now }), reset: resetWords(decoded, node) } }),
    ...schemaOf(decoded, element ?? field ?? decoded.loans.get(node)?.field, lender),
    wire: wireDetails(decoded, node),
  };
}

/** All readings of any run of bytes, little endian, for the cursor in the hex pane. */
export function readingsAt(bytes: Uint8Array, from: number, to: number): ValueReading[] {
  const out: ValueReading[] = [];
  const add = (label: string, value: string): void => {
    out.push({ label, value, current: false, guess: false });
  };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (to - from > 1) return readingsOfBytes(bytes, from, to).map((reading) => ({ ...reading, current: false }));
  const left = bytes.length - from;
  const integer = (width: 8 | 16 | 32 | 64): void => {
    if (left < width / 8) return;
    let value = 0n;
    for (let i = width / 8 - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[from + i]!);
    add(`u${width}`, grouped(value));
    add(`i${width}`, grouped(BigInt.asIntN(width, value)));
  };
  integer(8);
  integer(16);
  integer(32);
  integer(64);
  if (readVarint(bytes, from, bytes.length) === VarintFault.NONE) {
    const value = varintAt(bytes, from, bytes.length);
    add("varint", grouped(value));
    add("zigzag", grouped(unzigzag(value)));
  }
  if (left >= 4) add("float", String(view.getFloat32(from, true)));
  if (left >= 8) add("double", String(view.getFloat64(from, true)));
  return out;
}
