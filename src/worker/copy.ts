import { assert, hexOf, textOf } from "../base/index.ts";
import {
  absentFields,
  childrenOf,
  type Decoded,
  defaultValue,
  fieldOf,
  guidText,
  type Item,
  isElement,
  isOpened,
  isPacked,
  isPackedField,
  itemPath,
  type JsonNode,
  type JsonValue,
  jsonNode,
  Status,
  scalarValue,
  segmentOf,
  valueRange,
} from "../decode/index.ts";
import { kindAt, NodeKind, numberAt, WireType } from "../wire/index.ts";
import type { CopyWhat, DocumentRequests } from "./protocol.ts";

/** Levels below the copied row that JSON and text go down. */
const DEPTH = 200;

/** A subtree as plain JSON: field names to values, repeated fields as lists; unknown ones by `#number`. */
function plainJson(decoded: Decoded, node: number, depth: number): JsonValue {
  if (depth > DEPTH) return "…";
  if (node >= 0 && isPacked(decoded, node)) return [...childrenOf(decoded, node)].map((child) => scalarValue(decoded, child) ?? null);
  if (node >= 0 && !isOpened(decoded, node)) return rereadValue(decoded, node) ?? scalarValue(decoded, node) ?? null;
  const out: Record<string, JsonValue> = Object.create(null);
  for (const child of childrenOf(decoded, node)) {
    const field = fieldOf(decoded, child);
    const value = plainJson(decoded, child, depth + 1);
    if (field?.repeated && !field.map) {
      const list = (out[field.name] as JsonValue[] | undefined) ?? [];
      if (Array.isArray(value) && isPackedField(decoded, child) && !field.bare) for (const item of value) list.push(item);
      else list.push(value);
      out[field.name] = list;
    } else if (field?.map && typeof value === "object" && value !== null) {
      const entries = (out[field.name] as Record<string, JsonValue> | undefined) ?? Object.create(null);
      const entry = value as Record<string, JsonValue>;
      entries[String(entry.key ?? "")] = entry.value ?? null;
      out[field.name] = entries;
    } else out[segmentOf(decoded, child)] = value;
  }
  return out;
}

/** The text that the user reads bytes as. */
function rereadValue(decoded: Decoded, node: number): string | undefined {
  const [from, to] = valueRange(decoded, node);
  const as = decoded.rereads.get(node)?.as;
  return as === "utf-8" ? textOf(decoded.bytes, from, to) : as === "guid" ? guidText(decoded.bytes, from) : undefined;
}

/** The subtree with all that is known of it, as the contract's nodes: for saving. */
function nodesJson(decoded: Decoded, item: Item): JsonNode[] {
  if (item.kind === "absent") return [jsonNode(decoded, item)];
  const out: JsonNode[] = [];
  const visit = (at: Item, depth: number): void => {
    out.push(jsonNode(decoded, at));
    if (at.kind === "absent" || depth > DEPTH) return;
    for (const child of childrenOf(decoded, at.node)) visit({ kind: "node", node: child }, depth + 1);
    for (const field of absentFields(decoded, at.node)) visit({ kind: "absent", node: at.node, field }, depth + 1);
  };
  visit(item, 0);
  return out;
}

/** A subtree in a protoscope-like text: `1: {2: "x"}`, one field a line. */
function scopeText(decoded: Decoded, node: number, indent: string, depth: number): string {
  const { bytes, nodes } = decoded;
  const [from, to] = valueRange(decoded, node);
  const kind = kindAt(nodes, node);
  if (kind === NodeKind.RAW) return `${indent}\`${hexOf(bytes, from, to)}\``;
  const name = fieldOf(decoded, node)?.name;
  const head = `${indent}${numberAt(nodes, bytes, node)}: `;
  const tail = name ? `  # ${name}` : "";
  // Numbers of a fixed width have no other text than their bytes.
  if (isPacked(decoded, node) && (isPackedField(decoded, node) || decoded.rereads.get(node)?.as === "varints"))
    return `${head}[${[...childrenOf(decoded, node)].map((child) => scalarValue(decoded, child) ?? "").join(" ")}]${tail}`;
  if (isOpened(decoded, node)) {
    if (nodes.end(node) === node + 1) return `${head}{}${tail}`;
    if (depth > DEPTH) return `${head}\`${hexOf(bytes, from, to)}\`${tail}`;
    const inner = [...childrenOf(decoded, node)]
      .filter((child) => kindAt(nodes, child) !== NodeKind.EGROUP)
      .map((child) => scopeText(decoded, child, `${indent}  `, depth + 1));
    return `${head}${kind === NodeKind.SGROUP ? "!" : ""}{${tail}\n${inner.join("\n")}\n${indent}}`;
  }
  const value = decoded.nodes.status(node) === Status.KNOWN ? scalarValue(decoded, node) : undefined;
  const field = fieldOf(decoded, node);
  if (field?.type.kind === "scalar" && field.type.scalar === "string" && value !== undefined)
    return `${head}${JSON.stringify(value)}${tail}`;
  if (kind === WireType.LEN || value === undefined) return `${head}\`${hexOf(bytes, from, to)}\`${tail}`;
  return `${head}${value}${tail}`;
}

/** The text that a copy command puts on the clipboard. */
export function copyText(decoded: Decoded, item: Item, what: CopyWhat): string {
  if (what === "path") return itemPath(decoded, item);
  if (item.kind === "absent") {
    const value = defaultValue(decoded, item.field) ?? null;
    return what === "hex" || what === "text"
      ? ""
      : what === "json" || typeof value === "object"
        ? JSON.stringify(value, null, 2)
        : String(value);
  }
  const { node } = item;
  if (what === "hex") return hexOf(decoded.bytes, decoded.nodes.from(node), decoded.nodes.to(node));
  if (what === "text") return isElement(decoded, node) ? String(scalarValue(decoded, node) ?? "") : scopeText(decoded, node, "", 0);
  const value = plainJson(decoded, node, 0);
  return what === "json" || typeof value === "object" ? JSON.stringify(value, null, 2) : String(value);
}

/** The file that a row is saved as: the bytes of its value, or its subtree as JSON. Empty for what is no row. */
export function savedFile(
  decoded: Decoded,
  item: Item | undefined,
  blobName: string,
  key: string,
  what: "bytes" | "json",
): DocumentRequests["save"]["out"] {
  const base = `${blobName.replace(/\.[^.]*$/, "")}.${key.replace(/[^\w.-]+/g, "_")}`;
  if (what === "json") {
    const text = JSON.stringify(item ? nodesJson(decoded, item) : [], null, 2);
    return { name: `${base}.json`, bytes: new TextEncoder().encode(`${text}\n`) };
  }
  if (item?.kind !== "node") return { name: `${base}.bin`, bytes: new Uint8Array(0) };
  const [from, to] = valueRange(decoded, item.node);
  const { bytes } = decoded;
  assert(bytes.buffer instanceof ArrayBuffer, "blobs stand in buffers of their own");
  return { name: `${base}.bin`, bytes: (bytes as Uint8Array<ArrayBuffer>).slice(from, to) };
}
