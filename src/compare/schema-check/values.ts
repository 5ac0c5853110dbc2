import { counted } from "../../base/index.ts";
import type { MessageType } from "../../schema/index.ts";
import type { Outcome } from "./model.ts";
import type { Shape } from "./shape.ts";

/** The names of the two releases, for the words of an outcome. */
interface Names {
  readonly writer: string;
  readonly reader: string;
}

type JudgeMessage = (written: MessageType, read: MessageType) => readonly Outcome[];

/** What a reader of one shape makes of a value written in another. Empty when it reads the same value. */
export function judgeShape(from: Shape, to: Shape, names: Names, message: JudgeMessage): readonly Outcome[] {
  if (from.kind === "unknown" || to.kind === "unknown") return [];
  if (wireOf(from) !== wireOf(to)) return [breaks("wire-type", expected(to))];
  switch (from.kind) {
    case "varint":
      return to.kind === "varint" ? judgeVarint(from, to, names) : [];
    case "fixed":
      return to.kind === "fixed" && to.coding !== from.coding
        ? [risk("sign-changed", `${names.reader} reads the bits of ${codingName(from)} as ${codingName(to)}`)]
        : [];
    case "group":
      return to.kind === "group" ? message(from.type, to.type) : [];
    case "message":
      return judgeWrittenMessage(from, to, names, message);
    case "text":
      return judgeWrittenText(to);
    case "bytes":
      return judgeWrittenBytes(from, to, names);
    case "array":
      return judgeWrittenArray(from, to, names, message);
  }
}

/** What a reader makes of packed numbers that are coded otherwise: both lists are bytes on the wire, so it does not notice at once. */
export function judgePacked(from: Shape, to: Shape, { reader }: Names): Outcome | undefined {
  if (from.kind === to.kind && wireOf(from) === wireOf(to)) return undefined;
  const coded = (shape: Shape): string | undefined =>
    shape.kind === "varint" ? "varints" : shape.kind === "fixed" ? `fixed${shape.bits} numbers` : undefined;
  const [written, read] = [coded(from), coded(to)];
  if (written === undefined || read === undefined) return undefined;
  if (from.kind === "fixed" && to.kind === "fixed" && from.bits > to.bits)
    return risk("type-changed", `${reader} reads each of the packed fixed64 numbers as two of 32 bits`);
  const reason = to.kind === "fixed" ? `eof parsing a fixed${to.bits}` : "eof parsing a varint";
  return breaks("type-changed", `${reader} takes packed ${written} for ${read}: it fails (${reason}) or reads wrong values`);
}

function wireOf(shape: Shape): string {
  switch (shape.kind) {
    case "varint":
      return "VARINT";
    case "fixed":
      return shape.bits === 32 ? "I32" : "I64";
    case "group":
      return "SGROUP";
    default:
      return "LEN";
  }
}

/** The reader's REASON for a wire type that it does not take. */
function expected(to: Shape): string {
  switch (to.kind) {
    case "varint":
      return "expected a varint";
    case "fixed":
      return `expected a fixed${to.bits}`;
    case "message":
    case "group":
      return "expected a message";
    default:
      return "expected a byte array";
  }
}

type Varint = Extract<Shape, { kind: "varint" }>;

function judgeVarint(from: Varint, to: Varint, { reader, writer }: Names): readonly Outcome[] {
  if (to.nonzero && from.writesZero) return [breaks("type-changed", `value must be non-zero: ${writer} writes 0`)];
  if (to.coding === "bool") return from.coding === "bool" ? [] : [risk("type-changed", `${reader} reads every number but 0 as true`)];
  if (from.coding === "bool")
    return to.coding === "zigzag" ? [risk("sign-changed", `${reader} undoes a zigzag that ${writer} did not do: true is read as -1`)] : [];
  if ((from.coding === "zigzag") !== (to.coding === "zigzag")) {
    if (to.nonzero && from.isExact && from.bits > to.bits)
      return [
        breaks("sign-changed", `value must be non-zero: ${reader} cuts the code from ${from.bits} to ${to.bits} bits, which may leave 0`),
      ];
    const example =
      from.coding === "zigzag" ? `${writer} writes -1 as 1, ${reader} reads it as 1` : `${writer} writes 1 as 1, ${reader} reads it as -1`;
    return [risk("sign-changed", `the sign is coded otherwise (zigzag): ${example}`)];
  }
  // A width that a plain schema leaves open is that of its type at most: only a wider type is known to be wider.
  const isWider = from.bits > to.bits && (from.isExact || naturalOf(from.bits) > naturalOf(to.bits)) && (to.isExact || from.bits > 32);
  if (isWider && to.nonzero)
    return [
      breaks("width-narrowed", `value must be non-zero: ${reader} cuts the value from ${from.bits} to ${to.bits} bits, which may leave 0`),
    ];
  if (isWider) return [risk("width-narrowed", `${reader} cuts the value from ${from.bits} to ${to.bits} bits without an error`)];
  const isSignLost =
    (from.coding === "signed" && to.coding === "unsigned") ||
    (from.coding === "unsigned" && to.coding === "signed" && from.bits === to.bits);
  if (isSignLost)
    return [risk("sign-changed", `values beyond the sign bit are read as others: ${codingName(from)} is read as ${codingName(to)}`)];
  if (to.coding === "enum" && from.coding !== "enum") return [risk("type-changed", `${reader} has no name for numbers outside its enum`)];
  return [];
}

function naturalOf(bits: number): number {
  return bits > 32 ? 64 : 32;
}

function codingName({ coding }: { readonly coding: string }): string {
  return coding === "float" ? "a float" : coding === "enum" ? "an enum" : `${coding === "unsigned" ? "an" : "a"} ${coding} number`;
}

function judgeWrittenMessage(
  from: Extract<Shape, { kind: "message" }>,
  to: Shape,
  { reader }: Names,
  message: JudgeMessage,
): readonly Outcome[] {
  if (to.kind === "message") return message(from.type, to.type);
  // A variant without a payload holds no byte.
  if (from.type.fields.length === 0 && (from.type.exact || from.type.builtin) && isAnyLength(to)) return [];
  if (to.kind === "text") return [breaks("text-changed", "invalid UTF-8 string: the bytes of a message are no text")];
  if (to.kind === "array")
    return [breaks("type-changed", `wrong packed array length: ${reader} takes the bytes of a message for packed numbers`)];
  if (to.kind === "bytes" && to.size !== undefined) return [breaks("array-length", `${sizeReason(to)}: a message has no fixed size`)];
  return [risk("type-changed", `${reader} holds the encoded message as bytes`)];
}

function isAnyLength(to: Shape): boolean {
  return to.kind === "text" || (to.kind === "bytes" && to.size === undefined);
}

function judgeWrittenText(to: Shape): readonly Outcome[] {
  if (isAnyLength(to)) return [];
  if (to.kind === "bytes") return [breaks("array-length", `${sizeReason(to)}: a text has any length`)];
  return [breaks("type-changed", notA(to, "a text"))];
}

type Bytes = Extract<Shape, { kind: "bytes" }>;

function judgeWrittenBytes(from: Bytes, to: Shape, { writer }: Names): readonly Outcome[] {
  if (to.kind === "text") return [breaks("text-changed", "invalid UTF-8 string: bytes can be anything")];
  if (to.kind !== "bytes") return [breaks("type-changed", notA(to, "bytes"))];
  if (to.size === undefined || from.size === to.size || (from.size === undefined && !from.isExact)) return [];
  const wrote = from.size === undefined ? "any number" : String(from.size);
  return [breaks("array-length", `${sizeReason(to)}: it takes exactly ${counted(to.size, "byte")}, ${writer} writes ${wrote}`)];
}

function judgeWrittenArray(from: Extract<Shape, { kind: "array" }>, to: Shape, names: Names, message: JudgeMessage): readonly Outcome[] {
  if (to.kind === "text") return [breaks("text-changed", "invalid UTF-8 string: packed numbers are no text")];
  if (to.kind === "bytes") {
    if (to.size === undefined) return [risk("type-changed", `${names.reader} holds the packed numbers as bytes`)];
    return [breaks("array-length", `${sizeReason(to)}: packed numbers take other lengths`)];
  }
  if (to.kind !== "array") return [breaks("type-changed", notA(to, "packed numbers"))];
  if (to.count !== undefined && from.count !== undefined && from.count !== to.count)
    return [
      breaks(
        "array-length",
        `wrong packed array length: it takes exactly ${counted(to.count, "element")}, ${names.writer} writes ${from.count}`,
      ),
    ];
  if (to.count !== undefined && from.count === undefined) {
    // A plain schema does not state the length, an exact one always does.
    return judgeShape(from.element, to.element, names, message);
  }
  if (wireOf(from.element) !== wireOf(to.element))
    return [breaks("type-changed", "wrong packed array length: the numbers are packed otherwise")];
  return judgeShape(from.element, to.element, names, message);
}

function sizeReason({ isArray }: Bytes): string {
  return isArray ? "wrong packed array length" : "invalid byte size for type";
}

function notA(to: Shape, written: string): string {
  return to.kind === "message"
    ? `it parses ${written} as a message, which need not hold its fields`
    : `it takes ${written} for packed numbers`;
}

function breaks(rule: Outcome["rule"], text: string): Outcome {
  return { rule, severity: "breaks", path: [], text };
}

function risk(rule: Outcome["rule"], text: string): Outcome {
  return { rule, severity: "risk", path: [], text };
}
