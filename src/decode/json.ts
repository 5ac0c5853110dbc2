import type { Field } from "../schema/index.ts";
import { kindAt, NodeKind, numberAt, WIRE_NAMES, type WireName } from "../wire/index.ts";
import {
  type Decoded,
  type FieldStatus,
  fieldOf,
  type Item,
  type Loan,
  type Note,
  nodeRange,
  notesOf,
  STATUSES,
  Status,
  valueRange,
} from "./model.ts";
import { isElement, itemPath } from "./paths.ts";
import { problemOf } from "./problems.ts";
import { defaultValue, type JsonValue, scalarValue, valueField } from "./values.ts";

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** One entry of `show --json`'s `nodes`, as the contract has it. */
export interface JsonNode {
  readonly path: string;
  readonly number?: number;
  readonly name?: string;
  readonly type?: string;
  readonly wire?: WireName;
  readonly status: FieldStatus;
  readonly range?: readonly [number, number];
  readonly valueRange?: readonly [number, number];
  readonly value?: JsonValue;
  readonly notes: readonly Note[];
  /** Whose type the content is read with that the reading release does not know. */
  readonly borrowed?: { readonly release: string; readonly name?: string; readonly type: string };
  readonly problem?: { readonly code: string; readonly offset: number; readonly message: string };
}

/** The wire type of a node in words; undefined for elements of packed I64 … which have none of their own, and for raw bytes. */
export function wireName(decoded: Decoded, node: number): WireName | undefined {
  const kind = kindAt(decoded.nodes, node);
  if (kind === NodeKind.ELEMENT_VARINT) return "VARINT";
  if (kind === NodeKind.ELEMENT_I64) return "I64";
  if (kind === NodeKind.ELEMENT_I32) return "I32";
  return WIRE_NAMES[kind];
}

/** Type of a node as in the `.proto`; of an element the type of one value. Undefined for unknown fields and raw bytes. */
export function typeTextOf(decoded: Decoded, node: number): string | undefined {
  if (!isElement(decoded, node)) return fieldOf(decoded, node)?.typeText;
  return valueField(decoded, node)?.typeText.replace(/^(repeated|optional|required) /, "");
}

function borrowedOf({ release, field, type }: Loan): NonNullable<JsonNode["borrowed"]> {
  return field ? { release, name: field.name, type: field.typeText } : { release, type: `.${type!.typeName}` };
}

/** A row of the tree as the contract's JSON; `path` may be given when the caller has it. Cost: the depth, for the path. */
export function jsonNode(decoded: Decoded, item: Item, path = itemPath(decoded, item)): JsonNode {
  if (item.kind === "absent") {
    const { field } = item;
    const value = defaultValue(decoded, field);
    const { number, name, typeText: type } = field;
    if (value === undefined) return { path, number, name, type, status: "defaulted", notes: [] };
    return { path, number, name, type, status: "defaulted", value, notes: [] };
  }
  const { node } = item;
  const { nodes } = decoded;
  const field = fieldOf(decoded, node);
  const type = typeTextOf(decoded, node);
  const wire = wireName(decoded, node);
  const value = scalarValue(decoded, node);
  const problem = problemOf(decoded, node);
  const loan = decoded.loans.get(node);
  // Property by property, in the order of the contract: an object put together from parts takes several times as long.
  const json = { path } as Mutable<JsonNode>;
  if (kindAt(nodes, node) <= NodeKind.RESOURCE) {
    json.number = field?.number ?? numberAt(nodes, decoded.bytes, node);
    if (field) json.name = field.name;
  }
  if (type !== undefined) json.type = type;
  if (wire) json.wire = wire;
  json.status = STATUSES[nodes.status(node)]!;
  json.range = nodeRange(decoded, node) as [number, number];
  json.valueRange = valueRange(decoded, node) as [number, number];
  if (value !== undefined) json.value = value;
  json.notes = notesOf(decoded, node);
  if (loan) json.borrowed = borrowedOf(loan);
  if (problem) json.problem = { code: problem.code, offset: problem.range[0], message: problem.detail };
  return json;
}

/** Number, name and type of fields, as they stand in a text. */
const heads = new WeakMap<Field, string>();

function headOf(field: Field): string {
  let head = heads.get(field);
  if (head === undefined) {
    const { number, name, typeText: type } = field;
    head = JSON.stringify({ number, name, type }).slice(1, -1);
    heads.set(field, head);
  }
  return head;
}

/** `jsonNode` as a text. What is common, a known field of which nothing is said and an absent one, is put together without an object. */
export function jsonNodeText(decoded: Decoded, item: Item, path: string): string {
  if (item.kind === "absent") {
    const value = defaultValue(decoded, item.field);
    const told = value === undefined ? "" : `,"value":${JSON.stringify(value)}`;
    return `{"path":${JSON.stringify(path)},${headOf(item.field)},"status":"defaulted"${told},"notes":[]}`;
  }
  const { node } = item;
  const { nodes } = decoded;
  const kind = kindAt(nodes, node);
  const field = fieldOf(decoded, node);
  if (!field || kind > NodeKind.RESOURCE || nodes.status(node) !== Status.KNOWN || nodes.problem(node) !== 0 || decoded.loans.has(node))
    return JSON.stringify(jsonNode(decoded, item, path));
  const from = nodes.from(node);
  const to = nodes.to(node);
  const value = scalarValue(decoded, node);
  const told = value === undefined ? "" : `,"value":${JSON.stringify(value)}`;
  const notes = nodes.notes(node) === 0 ? "[]" : JSON.stringify(notesOf(decoded, node));
  const ranges = `"range":[${from},${to}],"valueRange":[${from + nodes.head(node)},${to}]`;
  return `{"path":${JSON.stringify(path)},${headOf(field)},"wire":"${WIRE_NAMES[kind]}","status":"known",${ranges}${told},"notes":${notes}}`;
}
