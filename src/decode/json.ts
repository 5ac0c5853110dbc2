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
  valueRange,
} from "./model.ts";
import { isElement, itemPath } from "./paths.ts";
import { problemOf } from "./problems.ts";
import { defaultValue, type JsonValue, scalarValue, valueField } from "./values.ts";

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
    return {
      path,
      number: field.number,
      name: field.name,
      type: field.typeText,
      status: "defaulted",
      ...(value !== undefined && { value }),
      notes: [],
    };
  }
  const { node } = item;
  const field = fieldOf(decoded, node);
  const kind = kindAt(decoded.nodes, node);
  const type = typeTextOf(decoded, node);
  const wire = wireName(decoded, node);
  const value = scalarValue(decoded, node);
  const problem = problemOf(decoded, node);
  const loan = decoded.loans.get(node);
  const tagged = kind <= NodeKind.RESOURCE;
  return {
    path,
    ...(tagged && { number: numberAt(decoded.nodes, decoded.bytes, node) }),
    ...(field && tagged && { name: field.name }),
    ...(type !== undefined && { type }),
    ...(wire && { wire }),
    status: STATUSES[decoded.nodes.status(node)]!,
    range: nodeRange(decoded, node) as [number, number],
    valueRange: valueRange(decoded, node) as [number, number],
    ...(value !== undefined && { value }),
    notes: notesOf(decoded, node),
    ...(loan && { borrowed: borrowedOf(loan) }),
    ...(problem && { problem: { code: problem.code, offset: problem.range[0], message: problem.detail } }),
  };
}
