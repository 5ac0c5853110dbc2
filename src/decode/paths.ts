import { escaped, inQuotes, type NodeIndex } from "../base/index.ts";
import type { Field } from "../schema/index.ts";
import { kindAt, NodeKind, numberAt } from "../wire/index.ts";
import { childrenOf, type Decoded, fieldOf, type Item, NoteBit } from "./model.ts";
import { isPackable } from "./scalars.ts";
import { scalarValue } from "./values.ts";

/** True for one number of a packed field or bare array. */
export function isElement(decoded: Decoded, node: number): boolean {
  const kind = kindAt(decoded.nodes, node);
  return kind >= NodeKind.ELEMENT_VARINT && kind !== NodeKind.RAW;
}

/** True for a field that holds its elements below itself: a packed field or a bare array. */
export function isPacked(decoded: Decoded, node: number): boolean {
  return decoded.nodes.shape(node) < -1;
}

/** True when the occurrence is packed because its schema says so: bytes that the user reads as numbers stay one value of their field. */
export function isPackedField(decoded: Decoded, node: number): boolean {
  return isPacked(decoded, node) && !decoded.rereads.has(node);
}

/** True when the occurrence stands for a whole list (`name`) and its elements carry the indexes. */
function isListNode(decoded: Decoded, node: number, field: Field): boolean {
  if (field.bare) return false;
  return isPackedField(decoded, node) || field.packedOnly || (isPackable(field) && (decoded.nodes.notes(node) & NoteBit.PACKED) !== 0);
}

/** `["k"]` of a map entry, from its key as it stands on the wire: a JSON string, in which every character is seen. */
function mapKey(decoded: Decoded, node: number): string {
  let last = -1;
  for (const child of childrenOf(decoded, node)) if (fieldOf(decoded, child)?.number === 1) last = child;
  if (last >= 0) return `[${inQuotes(escaped(String(scalarValue(decoded, last) ?? "")))}]`;
  const key = decoded.set.types[(fieldOf(decoded, node)!.type as { typeId: number }).typeId]?.fields[0];
  return key?.type.kind === "scalar" && key.type.scalar !== "string" ? `["${key.type.scalar === "bool" ? "false" : "0"}"]` : '[""]';
}

/**
 * The step of a node in its path: `cfg_space`, `units[3]`, `#17[1]`, `["k"]` with the map's name, `#raw`. An element's step is its
 * index alone, `[4]`, which follows its field's without a dot.
 */
export function segmentOf(decoded: Decoded, node: number): string {
  const { nodes } = decoded;
  if (isElement(decoded, node)) {
    const list = nodes.parent(node);
    const field = fieldOf(decoded, list);
    const base = field && isListNode(decoded, list, field) ? nodes.ordinal(list) : 0;
    return `[${base + node - list - 1}]`;
  }
  if (kindAt(nodes, node) === NodeKind.RAW) return "#raw";
  const field = fieldOf(decoded, node);
  const nth = nodes.ordinal(node);
  if (!field) return `#${numberAt(nodes, decoded.bytes, node)}${nth > 0 ? `[${nth}]` : ""}`;
  if (field.map) return `${field.name}${mapKey(decoded, node)}${nth > 0 ? `[${nth}]` : ""}`;
  if (isListNode(decoded, node, field)) return field.name;
  return field.repeated || nth > 0 ? `${field.name}[${nth}]` : field.name;
}

/**
 * As `segmentOf`, but unlike for any two siblings: a further chunk of a packed field, or a further occurrence of a bare array (whose
 * index would be that of an element), carries which one it is.
 */
function keySegment(decoded: Decoded, node: number): string {
  if (isElement(decoded, node)) {
    // An element of an unknown list that another release lends a type, or of bytes, would be called like a further occurrence of the field.
    const list = decoded.nodes.parent(node);
    return `${fieldOf(decoded, list) && !decoded.rereads.has(list) ? "" : "@"}${segmentOf(decoded, node)}`;
  }
  const field = fieldOf(decoded, node);
  const nth = decoded.nodes.ordinal(node);
  if (!field || nth === 0) return segmentOf(decoded, node);
  if (isListNode(decoded, node, field) || (field.bare && !field.repeated)) return `${field.name}@${node - decoded.nodes.parent(node)}`;
  return segmentOf(decoded, node);
}

function join(decoded: Decoded, node: number, segment: (decoded: Decoded, node: number) => string): string {
  const parts: string[] = [];
  for (let at = node; at >= 0; at = decoded.nodes.parent(at)) {
    parts.push(segment(decoded, at));
    if (!isElement(decoded, at) && decoded.nodes.parent(at) >= 0) parts.push(".");
  }
  return parts.reverse().join("");
}

/** Path of a node as the contract writes it. Cost: the depth; a map step looks at its entry. */
export function pathOf(decoded: Decoded, node: number): string {
  return join(decoded, node, segmentOf);
}

/** Path that is unlike for any two nodes of the blob and the same after a reload. */
export function keyOf(decoded: Decoded, node: number): string {
  return join(decoded, node, keySegment);
}

/** Whether the key of a node ends in a text of lower case, whatever its case. Cost: the steps that are alike. */
export function keyEnds(decoded: Decoded, node: number, text: string): boolean {
  let rest = text;
  for (let at = node; at >= 0; at = decoded.nodes.parent(at)) {
    let step = keySegment(decoded, at).toLowerCase();
    if (!isElement(decoded, at) && decoded.nodes.parent(at) >= 0) step = `.${step}`;
    if (rest.length <= step.length) return step.endsWith(rest);
    if (!rest.endsWith(step)) return false;
    rest = rest.slice(0, -step.length);
  }
  return false;
}

/** Path of a node or of an absent field. */
export function itemPath(decoded: Decoded, item: Item): string {
  if (item.kind === "node") return pathOf(decoded, item.node);
  return item.node < 0 ? item.field.name : `${pathOf(decoded, item.node)}.${item.field.name}`;
}

/** Key of a node or of an absent field. */
export function itemKey(decoded: Decoded, item: Item): string {
  if (item.kind === "node") return keyOf(decoded, item.node);
  return item.node < 0 ? item.field.name : `${keyOf(decoded, item.node)}.${item.field.name}`;
}

/** Cuts a key into its steps; an index that belongs to an element stands alone. `a.b["x.y"][1].c` -> a, b["x.y"][1], c. */
function steps(key: string): string[] {
  const out: string[] = [];
  let start = 0;
  let quoted = false;
  for (let i = 0; i < key.length; i++) {
    const c = key[i];
    if (quoted) {
      if (c === "\\") i++;
      else if (c === '"') quoted = false;
    } else if (c === '"') quoted = true;
    else if (c === ".") {
      out.push(key.slice(start, i));
      start = i + 1;
    }
  }
  out.push(key.slice(start));
  return out;
}

const NAME = /^[^[@]*/;

const PLACE = /@(\d+)$/;
const INDEX = /\[(\d+)\]$/;

/** Siblings that are looked at one by one. */
const NEAR = 64;

/** The child of `node` that holds the node `below`. Cost: the levels between them. */
function childAbove(decoded: Decoded, node: number, below: number): number {
  const { nodes } = decoded;
  let at = below;
  while (nodes.parent(at) !== node) at = nodes.parent(at);
  return at;
}

/** Whether a node can be called `name`: by its field's name, or by `#` and its number. */
function isCalled(decoded: Decoded, node: number, name: string): boolean {
  const field = fieldOf(decoded, node);
  if (field) return field.name === name;
  if (kindAt(decoded.nodes, node) === NodeKind.RAW) return name === "#raw";
  return name.startsWith("#") && numberAt(decoded.nodes, decoded.bytes, node) === Number(name.slice(1));
}

/**
 * The child called `name` with this ordinal, looked for by halves, since the ordinals of one field rise in wire order. Cost: the
 * logarithm of the siblings where they stand in runs, as they do; at worst the siblings.
 */
function childByOrdinal(decoded: Decoded, node: number, name: string, nth: number): number | undefined {
  const { nodes } = decoded;
  const { length } = nodes;
  let low = node + 1;
  let high = node < 0 ? length : nodes.end(node);
  // The first few one by one: from a node far below, the way up to them may be long.
  for (let i = 0; i < NEAR && low < high; i++, low = nodes.end(low))
    if (isCalled(decoded, low, name) && decoded.nodes.ordinal(low) === nth) return low;
  if (low < high && !hasField(decoded, node, name)) return undefined;
  while (low < high) {
    const first = childAbove(decoded, node, (low + high) >>> 1);
    let at = first;
    while (at < high && !isCalled(decoded, at, name)) at = nodes.end(at);
    if (at >= high) {
      high = first;
      continue;
    }
    const ordinal = decoded.nodes.ordinal(at);
    if (ordinal === nth) return at;
    if (ordinal < nth) low = nodes.end(at);
    else high = first;
  }
  return undefined;
}

/** Whether a message has occurrences of a field called `name`. Cost: as `Nodes.fieldsIn`. */
function hasField({ nodes, set }: Decoded, node: number, name: string): boolean {
  for (const ref of nodes.fieldsIn(node)) if (ref < 0 ? name.startsWith("#") : set.fields[ref]!.name === name) return true;
  return false;
}

/** Finds the child of `node` (-1: root) with this key step. Cost: as `childByOrdinal`; a map step looks at all entries, that of an unknown field that is not there at all siblings. */
function childByStep(decoded: Decoded, node: number, step: string): NodeIndex | undefined {
  const { nodes } = decoded;
  const { length } = nodes;
  const place = PLACE.exec(step);
  if (place) {
    const at = node + Number(place[1]);
    return at < length && nodes.parent(at) === node && keySegment(decoded, at) === step ? (at as NodeIndex) : undefined;
  }
  const name = NAME.exec(step)![0];
  if (!step.includes('"')) {
    const nth = Number(INDEX.exec(step)?.[1] ?? 0);
    const at = childByOrdinal(decoded, node, name, nth);
    if (at !== undefined && keySegment(decoded, at) === step) return at as NodeIndex;
    if (!name.startsWith("#")) return undefined;
  }
  for (const child of childrenOf(decoded, node)) if (isCalled(decoded, child, name) && keySegment(decoded, child) === step) return child;
  return undefined;
}

/** The element of a packed list with this step, `[4]`, or `@[4]` where the list is lent a type. */
function elementOf(decoded: Decoded, list: number, step: string): NodeIndex | undefined {
  const { nodes } = decoded;
  if (nodes.end(list) <= list + 1) return undefined;
  const indexIn = (text: string): number => Number(INDEX.exec(text)![1]);
  const at = list + 1 + indexIn(step) - indexIn(segmentOf(decoded, list + 1));
  return at > list && at < nodes.end(list) && keySegment(decoded, at) === step ? (at as NodeIndex) : undefined;
}
/** The step of a list and that of its element. */
const LAST_INDEX = /^(.*?)(@?\[\d+\])$/s;

/**
 * The row that a key names: a node, or an absent field of a present message; undefined when the blob has none.
 * Cost: the siblings on the way.
 */
export function findItem(decoded: Decoded, key: string, typeAt: (node: number) => readonly Field[]): Item | undefined {
  let node = -1;
  const parts = steps(key);
  for (const [i, step] of parts.entries()) {
    const last = i === parts.length - 1;
    const child = childByStep(decoded, node, step);
    if (child !== undefined) {
      node = child;
      continue;
    }
    const absent = last ? typeAt(node).find((field) => field.name === step) : undefined;
    if (absent) return { kind: "absent", node, field: absent };
    const element = last ? LAST_INDEX.exec(step) : null;
    const list = element ? childByStep(decoded, node, element[1]!) : undefined;
    if (element && list !== undefined && isPacked(decoded, list)) {
      const at = elementOf(decoded, list, element[2]!);
      if (at !== undefined) return { kind: "node", node: at };
    }
    return undefined;
  }
  return node < 0 ? undefined : { kind: "node", node: node as NodeIndex };
}
