import { counted, cut, escaped, grouped, hexOf, inQuotes, isPrintableText, textOf } from "../base/index.ts";
import type { Field, MessageType } from "../schema/index.ts";
import { kindAt, NodeKind, varintAt, WireType } from "../wire/index.ts";
import { absentFields } from "./absent.ts";
import { childrenOf, contentType, type Decoded, fieldOf, isOpened, type Loan, NoteBit, type Reread, Status, valueRange } from "./model.ts";
import { isElement, isPacked, segmentOf } from "./paths.ts";
import { problemOf } from "./problems.ts";
import { guidText } from "./readings.ts";
import { readAsParts, readAsWords } from "./reread/read-as.ts";
import { typeNameOfUrl } from "./shapes.ts";
import { defaultValue, isTyped, type JsonValue, scalarValue, valueField } from "./values.ts";

/** How a value is to be drawn; text is escaped, and quoted by whoever draws it. */
export type ValueKind = "number" | "text" | "bytes" | "enum" | "summary" | "none";

/** A value for people: one line, cut to a length that fits a cell. */
export interface DisplayValue {
  readonly kind: ValueKind;
  readonly text: string;
  /** What follows in small print: the reason of a problem, why a default stands here. */
  readonly aside?: string;
}

const TEXT_LIMIT = 160;
const BYTES_LIMIT = 32;
const PREVIEW_FIELDS = 3;
const PREVIEW_ELEMENTS = 8;
const PREVIEW_DEPTH = 4;

/** A text as its value is shown: escaped, and cut. Cost: what is shown. */
function shownText(text: string): string {
  return cut(escaped(text.slice(0, TEXT_LIMIT + 1)), TEXT_LIMIT);
}

function bytesText(decoded: Decoded, from: number, to: number): string {
  const shown = hexOf(decoded.bytes, from, Math.min(to, from + BYTES_LIMIT));
  return to - from > BYTES_LIMIT ? `${shown}… ${grouped(to - from)} bytes` : shown;
}

function isNumeric(field: Field | undefined): boolean {
  return field?.type.kind === "scalar" && field.type.scalar !== "string" && field.type.scalar !== "bytes";
}

function groupedText(digits: string): string {
  return /^-?\d{4,}$/.test(digits) ? grouped(BigInt(digits)) : digits;
}

function jsonText(value: JsonValue, field: Field): DisplayValue {
  if (value === null) return { kind: "enum", text: "None" };
  if (Array.isArray(value)) return { kind: "summary", text: "empty list" };
  if (typeof value === "object") return { kind: "summary", text: "empty map" };
  const scalar = field.type.kind === "scalar" ? field.type.scalar : undefined;
  if (scalar === "string") return { kind: "text", text: shownText(String(value)) };
  if (scalar === "bytes")
    return value === "" ? { kind: "summary", text: "0 bytes" } : { kind: "bytes", text: cut(String(value), 2 * BYTES_LIMIT) };
  if (field.type.kind === "enum") return { kind: "enum", text: String(value) };
  if (typeof value === "boolean") return { kind: "enum", text: String(value) };
  if (Object.is(value, -0)) return { kind: "number", text: "-0" };
  if (typeof value === "number") return { kind: "number", text: Number.isSafeInteger(value) ? grouped(value) : groupedText(String(value)) };
  return { kind: "number", text: groupedText(value) };
}

/** `1f4c…` of a message called Guid in the four parts of the Windows struct; undefined for anything else. */
function guidMessage(decoded: Decoded, node: number, type: MessageType): string | undefined {
  if (type.name !== "Guid" || type.fields.map((field) => field.name).join() !== "data1,data2,data3,data4") return undefined;
  const parts: (JsonValue | undefined)[] = [0, 0, 0, ""];
  for (const child of childrenOf(decoded, node)) {
    const field = fieldOf(decoded, child);
    if (field && decoded.nodes.status(child) === Status.KNOWN) parts[field.order] = scalarValue(decoded, child);
  }
  const tail = String(parts[3]).padEnd(16, "0");
  if (tail.length !== 16) return undefined;
  const hex = (value: JsonValue | undefined, width: number): string => Number(value).toString(16).padStart(width, "0");
  return `${hex(parts[0], 8)}-${hex(parts[1], 4)}-${hex(parts[2], 4)}-${tail.slice(0, 4)}-${tail.slice(4)}`;
}

/** A value inside another one's line: short, text in quotes. Cost: as `displayNode`. */
export function previewText(decoded: Decoded, node: number): string {
  return previewOf(decoded, node, PREVIEW_DEPTH);
}

/** Values in a preview: short, with quotes, nested ones in braces. */
function previewOf(decoded: Decoded, node: number, depth: number): string {
  const value = displayNode(decoded, node, depth);
  return value.kind === "text" ? inQuotes(cut(value.text, 40)) : value.kind === "bytes" ? cut(value.text, 16) : value.text;
}

function packedText(decoded: Decoded, node: number): string {
  const values: string[] = [];
  // Nothing stands below an element.
  const count = decoded.nodes.end(node) - node - 1;
  for (let i = 0; i < Math.min(count, PREVIEW_ELEMENTS); i++) values.push(displayNode(decoded, node + 1 + i, PREVIEW_DEPTH).text);
  return count > PREVIEW_ELEMENTS ? `[${values.join(", ")}, … ${grouped(count)} in all]` : `[${values.join(", ")}]`;
}

/** An opened message for people: a GUID and the variant of an enum are values, all else a summary. */
function displayMessage(decoded: Decoded, node: number, depth: number): DisplayValue {
  const type = contentType(decoded, node);
  const guid = type && guidMessage(decoded, node, type);
  if (guid) return { kind: "number", text: guid };
  const text = messageText(decoded, node, depth);
  if (type?.typeName === "google.protobuf.Any" && isStrange(decoded, node))
    return { kind: "summary", text, aside: strangeText(decoded, node) };
  return { kind: type?.isEnum && /^\w+$/.test(text) ? "enum" : "summary", text };
}

/** True for an `Any` whose type URL names no type of the set: its content is a guess. */
function isStrange(decoded: Decoded, any: number): boolean {
  if (decoded.nodes.notes(any) & (NoteBit.BORROWED | NoteBit.GUESS)) return false;
  for (const child of childrenOf(decoded, any)) {
    const field = fieldOf(decoded, child);
    if (field?.number === 1) return !decoded.set.typeByName.has(typeNameOfUrl(String(scalarValue(decoded, child) ?? "")));
  }
  return false;
}

/** What is said of an `Any` whose type the reading release lacks; its name stands before. */
function strangeText(decoded: Decoded, any: number): string {
  const { release } = decoded.set;
  for (const child of childrenOf(decoded, any)) {
    const loan = decoded.loans.get(child);
    if (loan) return `not in ${release}, borrowed from ${loan.release}`;
  }
  return `no such type in ${release}`;
}

/** What an opened message says of itself in one line. */
function messageText(decoded: Decoded, node: number, depth: number): string {
  if (depth > PREVIEW_DEPTH) return "{…}";
  const type = contentType(decoded, node);
  const children = firstChildren(decoded, node, PREVIEW_FIELDS + 2);
  if (type) {
    const guid = guidMessage(decoded, node, type);
    if (guid) return guid;
    if (type.typeName === "google.protobuf.Any") return anyText(decoded, children, depth);
    if (type.isEnum && children.length === 1 && fieldOf(decoded, children[0]!)) {
      const name = segmentOf(decoded, children[0]!);
      const inner = previewOf(decoded, children[0]!, depth + 1);
      return inner === "{}" || inner === "" ? name : `${name} ${inner}`;
    }
  }
  if (children.length === 0) return "{}";
  if (type?.mapEntry) {
    const value = children.find((child) => fieldOf(decoded, child)?.number === 2);
    return value === undefined ? "default" : previewOf(decoded, value, depth + 1);
  }
  const guess = decoded.nodes.notes(children[0]!) & NoteBit.GUESS;
  if (children.length > PREVIEW_FIELDS || depth >= PREVIEW_DEPTH || guess) {
    const fields = countFields(decoded, node);
    const absent = absentFields(decoded, node).length;
    const [from, to] = valueRange(decoded, node);
    if (guess) return `${counted(fields, "field")}, ${counted(to - from, "byte")}`;
    return absent > 0 ? `${counted(fields, "field")}, ${grouped(absent)} absent` : counted(fields, "field");
  }
  if (isLabel(decoded, children[0]!) && children.length > 1) children.shift();
  if (children.length === 1 && isAny(decoded, children[0]!)) return anyText(decoded, firstChildren(decoded, children[0]!, 3), depth + 1);
  const parts = children.map((child) => `${segmentOf(decoded, child)}: ${previewOf(decoded, child, depth + 1)}`);
  const text = `{ ${parts.join(", ")} }`;
  if (text.length <= TEXT_LIMIT) return text;
  return parts.length > 1 && parts[0]!.length < TEXT_LIMIT / 2
    ? `{ ${parts[0]}, ${parts.length - 1} more }`
    : `{ ${cut(parts[0]!, TEXT_LIMIT / 2)} }`;
}

/** True for the field by which a message is known among its like: a row shows it beside the index already. */
function isLabel(decoded: Decoded, node: number): boolean {
  return fieldOf(decoded, node)?.name === "name";
}

function isAny(decoded: Decoded, node: number): boolean {
  return isOpened(decoded, node) && contentType(decoded, node)?.typeName === "google.protobuf.Any";
}

/** The last two names of a full type name: `serial.uart16550.SavedState` -> `uart16550.SavedState`. */
function shortTypeName(typeName: string): string {
  return typeName.split(".").slice(-2).join(".");
}

const NO_URL = "no type URL";

/** `pkg.Type { … }`: the type that the URL names, and what the content says of itself. */
function anyText(decoded: Decoded, children: readonly number[], depth: number): string {
  let name = NO_URL;
  let inner = "";
  for (const child of children) {
    const field = fieldOf(decoded, child);
    if (field?.number === 1) name = escaped(shortTypeName(typeNameOfUrl(String(scalarValue(decoded, child) ?? ""))));
    if (field?.number === 2 && isOpened(decoded, child)) inner = ` ${messageText(decoded, child, depth + 1)}`;
  }
  return name === NO_URL ? `${name}${inner && `:${inner}`}` : `${name}${inner}`;
}

function firstChildren({ nodes }: Decoded, node: number, most: number): number[] {
  const children: number[] = [];
  const end = nodes.end(node);
  for (let child = node + 1; child < end && children.length < most; child = nodes.end(child)) children.push(child);
  return children;
}

/** Nodes of a message through which a step to each child costs less than its runs. */
const SMALL = 1024;

/** How many direct children a message has. */
function countFields({ nodes }: Decoded, node: number): number {
  let fields = 0;
  const end = nodes.end(node);
  if (end - node > SMALL) for (const { count } of nodes.runsIn(node)) fields += count;
  else for (let child = node + 1; child < end; child = nodes.end(child)) fields++;
  return fields;
}

/** `as 1.7’s port_config.FieldType, borrowed`: whose type a value is shown with that the reading release does not know. */
function loanText({ release, field, type }: Loan): string {
  const text = field ? field.typeText.replace(/^(repeated|optional|required) /, "") : type!.typeName;
  return `as ${release}’s ${text.replace(/\.?[\w.]+/g, (word) => shortTypeName(word.replace(/^\./, "")))}, borrowed`;
}

/** `read as packed varints, your choice`: how bytes are read otherwise than the schema says. */
function rereadText({ as, origin }: Reread): string {
  if (origin === "found") return "blob by its type URL, a guess";
  const parts = readAsParts(as);
  const words = parts?.kind === "type" ? `${shortTypeName(parts.typeName)} of ${parts.release}` : readAsWords(as);
  return `read as ${words}, your choice`;
}

/** The value of bytes that are read as text, as a GUID or as they are; undefined for what opens, and where nobody chose. */
function displayReread(decoded: Decoded, node: number): DisplayValue | undefined {
  const [from, to] = valueRange(decoded, node);
  switch (decoded.rereads.get(node)?.as) {
    case "utf-8":
      return { kind: "text", text: shownText(textOf(decoded.bytes, from, Math.min(to, from + 4 * TEXT_LIMIT))) };
    case "guid":
      return { kind: "number", text: guidText(decoded.bytes, from) };
    case "bytes":
      return from === to ? { kind: "summary", text: "0 bytes" } : { kind: "bytes", text: bytesText(decoded, from, to) };
    default:
      return undefined;
  }
}

/** Value of a node for people. `depth` is how deep a preview is nested already. Cost: its first children, and a count of the rest. */
export function displayNode(decoded: Decoded, node: number, depth = 0): DisplayValue {
  const problem = problemOf(decoded, node);
  const loan = decoded.loans.get(node);
  const reread = decoded.rereads.get(node);
  const said = problem?.detail ?? (reread ? rereadText(reread) : loan && loanText(loan));
  const value = displayReread(decoded, node) ?? displayRead(decoded, node, depth, problem !== undefined);
  return said === undefined || value.aside === BY_LOOK ? value : { ...value, aside: said };
}

const BY_LOOK = "text, by its look";

/** What `displayNode` shows, without what is said of problems, loans and choices. */
function displayRead(decoded: Decoded, node: number, depth: number, isBroken: boolean): DisplayValue {
  const { nodes } = decoded;
  if (isOpened(decoded, node)) return displayMessage(decoded, node, depth);
  if (isPacked(decoded, node)) return { kind: "summary", text: packedText(decoded, node) };
  const kind = kindAt(nodes, node);
  if (kind === NodeKind.EGROUP || kind === NodeKind.RESOURCE) return { kind: "none", text: "" };
  const from = nodes.from(node) + nodes.head(node);
  const to = nodes.to(node);
  const shown = valueField(decoded, node);
  const scalar = shown?.type.kind === "scalar" ? shown.type.scalar : undefined;
  const status = nodes.status(node);
  if (shown && (isTyped(decoded, node) || (status === Status.MALFORMED && scalar === "string" && kind === NodeKind.LEN))) {
    // Of long bytes no more is made text than is shown.
    if (scalar === "bytes" && kind === NodeKind.LEN && to - from > BYTES_LIMIT && nodes.end(node) === node + 1)
      return { kind: "bytes", text: `${hexOf(decoded.bytes, from, from + BYTES_LIMIT)}…` };
    const value = scalarValue(decoded, node);
    if (value !== undefined) return from === to && scalar === "bytes" ? { kind: "summary", text: "0 bytes" } : jsonText(value, shown);
  }
  if (!isBroken && !isElement(decoded, node) && kind === WireType.VARINT)
    return { kind: "number", text: grouped(varintAt(decoded.bytes, from, to)) };
  if (from === to) return { kind: "summary", text: isBroken ? "" : "0 bytes" };
  if (status === Status.UNKNOWN && kind === NodeKind.LEN && isPrintableText(decoded.bytes, from, to)) {
    const text = shownText(textOf(decoded.bytes, from, Math.min(to, from + 4 * TEXT_LIMIT)));
    return { kind: "text", text, aside: BY_LOOK };
  }
  const raw = scalarValue(decoded, node);
  if (status === Status.MISMATCHED && isNumeric(fieldOf(decoded, node)) && kind !== WireType.LEN)
    return { kind: "number", text: grouped(BigInt(String(raw ?? 0))) };
  if (kind === NodeKind.LEN || kind === NodeKind.RAW || kind === NodeKind.MESH || raw === undefined)
    return { kind: "bytes", text: bytesText(decoded, from, to) };
  return { kind: "number", text: String(raw) };
}

/** Value that the reader uses for an absent field, for people, and why there is one. */
export function displayAbsent(decoded: Decoded, field: Field): DisplayValue {
  const value = defaultValue(decoded, field);
  if (value === null) return { kind: "enum", text: "None", aside: "absent" };
  if (value !== undefined) return { ...jsonText(value, field), aside: "default" };
  if (field.facts.required) return { kind: "none", text: "absent", aside: "required, has no default" };
  if (field.presence === "required") return { kind: "none", text: "absent", aside: "required" };
  if (field.facts.nonzero) return { kind: "none", text: "absent", aside: "value must be non-zero" };
  const owner = decoded.set.types[field.parent]!;
  return { kind: "none", text: "absent", aside: owner.exact ? "takes its fields’ defaults" : "None, or its fields’ defaults" };
}
