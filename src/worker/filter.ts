import {
  absentFields,
  type Decoded,
  displayAbsent,
  displayNode,
  isElement,
  NOTABLE,
  NoteBit,
  pathOf,
  rereadAt,
  Status,
  typeTextOf,
  wireName,
} from "../decode/index.ts";
import type { Field } from "../schema/index.ts";
import { kindAt, NodeKind, numberAt } from "../wire/index.ts";
import type { StatusFilter, ViewSpec } from "./protocol.ts";

/** Which rows a filter lets through: bit 0 the node itself, bit 1 something below it. Absent fields are asked for when shown. */
export interface Marks {
  readonly node: Uint8Array;
  readonly absent: (parent: number, field: Field) => boolean;
  readonly matches: number;
}

/** Bit of a node that matches the filter itself. */
export const SELF = 1;
/** Bit of a node below which something matches. */
export const BELOW = 2;

/** True when the node counts under the filter's chip: what is below an unknown field and packed elements do not. */
function fitsStatus(decoded: Decoded, node: number, status: StatusFilter): boolean {
  const bits = decoded.nodes.notes(node);
  if (status === "notes") return (bits & NOTABLE) !== 0 && rereadAt(decoded, decoded.nodes.parent(node)) < 0;
  if (bits & (NoteBit.GUESS | NoteBit.BORROWED) || isElement(decoded, node)) return false;
  const code = decoded.nodes.status(node);
  return status === "known"
    ? code === Status.KNOWN
    : status === "unknown"
      ? code === Status.UNKNOWN
      : status === "mismatched"
        ? code === Status.MISMATCHED
        : status === "malformed" && code === Status.MALFORMED;
}

function textOfNode(decoded: Decoded, node: number): string {
  const number = kindAt(decoded.nodes, node) <= NodeKind.RESOURCE ? numberAt(decoded.nodes, decoded.bytes, node) : "";
  // A message's own line repeats what its fields hold: they match by themselves.
  const value = decoded.nodes.end(node) > node + 1 ? "" : displayNode(decoded, node).text;
  const lent = decoded.loans.get(node)?.field;
  const name = lent ? `${lent.name}\n${lent.typeText}` : "";
  return `${pathOf(decoded, node)}\n${name}\n${typeTextOf(decoded, node) ?? wireName(decoded, node)}\n${number}\n${value}\n${value.replaceAll(",", "")}`.toLowerCase();
}

/** Looks at every row of a document; undefined when the spec has no filter. Cost: the rows, and their paths when there is a text. */
export function markAll(decoded: Decoded, spec: ViewSpec): Marks | undefined {
  const text = spec.text?.trim().toLowerCase();
  if (!spec.status && !text) return undefined;
  const { nodes } = decoded;
  const { length } = nodes;
  const node = new Uint8Array(length);
  let matches = 0;
  const below = (at: number): void => {
    for (let up = at; up >= 0 && !(node[up]! & BELOW); up = nodes.parent(up)) node[up]! |= BELOW;
  };
  const absent = (at: number, field: Field): boolean => {
    if (spec.status && spec.status !== "defaulted") return false;
    if (!text) return true;
    const path = at < 0 ? field.name : `${pathOf(decoded, at)}.${field.name}`;
    return `${path}\n${field.typeText}\n${field.number}\n${displayAbsent(decoded, field).text}`.toLowerCase().includes(text);
  };
  const absentHere = (at: number): void => {
    if (spec.status && spec.status !== "defaulted") return;
    let found = 0;
    for (const field of absentFields(decoded, at)) if (absent(at, field)) found++;
    matches += found;
    if (found > 0) below(at);
  };
  absentHere(-1);
  for (let i = 0; i < length; i++) {
    if (!spec.status || (spec.status !== "defaulted" && fitsStatus(decoded, i, spec.status))) {
      if (!text || textOfNode(decoded, i).includes(text)) {
        node[i]! |= SELF;
        matches++;
        below(nodes.parent(i));
      }
    }
    absentHere(i);
  }
  return { node, absent, matches };
}
