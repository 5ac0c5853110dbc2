import {
  absentFields,
  type Decoded,
  displayAbsent,
  displayNode,
  isElement,
  NOTABLE,
  NodeBits,
  type NodeSet,
  NoteBit,
  pathOf,
  rereadAt,
  Status,
  typeTextOf,
  wireName,
} from "../decode/index.ts";
import type { Field } from "../schema/index.ts";
import { kindAt, NodeKind, numberAt } from "../wire/index.ts";
import { type FindingMarks, isFoundKind } from "./finding-marks.ts";
import type { FoundKind, StatusFilter, ViewSpec } from "./protocol.ts";

/** Which rows a filter lets through. Absent fields are asked for when shown. */
export interface Marks {
  /** Nodes that match the filter themselves. */
  readonly self: NodeSet;
  /** Nodes below which something matches. */
  readonly below: NodeSet;
  /** Whether an absent field matches: the last of the chain that leads to it, from a message that is there. */
  readonly absent: (node: number, chain: readonly Field[]) => boolean;
  /** Whether something below it does. */
  readonly absentBelow: (node: number, chain: readonly Field[]) => boolean;
  readonly matches: number;
}

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

/** Lets the rows through that have a finding of the kind. Cost: the findings, and the rows' paths when there is a text. */
function markFound(decoded: Decoded, kind: FoundKind, text: string | undefined, found: FindingMarks | undefined): Marks {
  const { nodes } = decoded;
  const self = new NodeBits();
  const below = new NodeBits();
  const absent = (at: number, chain: readonly Field[]): boolean =>
    found?.has(at, chain, kind) === true && (!text || textOfAbsent(decoded, at, chain).includes(text));
  let matches = 0;
  for (const { node: at, chain } of found?.places() ?? []) {
    const isAbsent = chain.length > 0;
    if (!(isAbsent ? absent(at, chain) : found?.has(at, chain, kind) && (!text || textOfNode(decoded, at).includes(text)))) continue;
    matches++;
    if (!isAbsent) self.add(at);
    for (let up = isAbsent ? at : nodes.parent(at); up >= 0 && below.add(up); ) up = nodes.parent(up);
  }
  const absentBelow = (at: number, chain: readonly Field[]): boolean => (found?.belowAbsent(at, chain)?.[kind] ?? 0) > 0;
  return { self, below, absent, absentBelow, matches };
}

function textOfAbsent(decoded: Decoded, at: number, chain: readonly Field[]): string {
  const field = chain.at(-1)!;
  const path = [...(at < 0 ? [] : [pathOf(decoded, at)]), ...chain.map(({ name }) => name)].join(".");
  return `${path}\n${field.typeText}\n${field.number}\n${displayAbsent(decoded, field).text}`.toLowerCase();
}

/** The nodes among which are all of a status, where they are marked. */
function markedFor({ nodes }: Decoded, status: ViewSpec["status"]): NodeSet | undefined {
  if (status === "notes") return nodes.marked("notable");
  return status === "unknown" || status === "mismatched" || status === "malformed" ? nodes.marked(status) : undefined;
}

/**
 * Finds what a filter lets through; undefined when the spec has none. `found` are the findings, once they are known. Cost: what matches
 * where that is marked, else one pass over the rows, and their paths when there is a text.
 */
export function markAll(decoded: Decoded, spec: ViewSpec, found?: FindingMarks): Marks | undefined {
  const text = spec.text?.trim().toLowerCase();
  if (!spec.status && !text) return undefined;
  if (isFoundKind(spec.status)) return markFound(decoded, spec.status, text, found);
  const { nodes } = decoded;
  const { length } = nodes;
  const self = new NodeBits();
  const below = new NodeBits();
  let matches = 0;
  const markAbove = (at: number): void => {
    for (let up = at; up >= 0 && below.add(up); ) up = nodes.parent(up);
  };
  const absent = (at: number, chain: readonly Field[]): boolean => {
    if (chain.length > 1 || (spec.status && spec.status !== "defaulted")) return false;
    return !text || textOfAbsent(decoded, at, chain).includes(text);
  };
  const absentHere = (at: number): void => {
    if (spec.status && spec.status !== "defaulted") return;
    let hits = 0;
    for (const field of absentFields(decoded, at)) if (absent(at, [field])) hits++;
    matches += hits;
    if (hits > 0) markAbove(at);
  };
  const nodeHere = (at: number): void => {
    if (spec.status && (spec.status === "defaulted" || !fitsStatus(decoded, at, spec.status))) return;
    if (text && !textOfNode(decoded, at).includes(text)) return;
    self.add(at);
    matches++;
    markAbove(nodes.parent(at));
  };
  const marked = markedFor(decoded, spec.status);
  if (marked) for (let at = marked.next(0); at >= 0; at = marked.next(at + 1)) nodeHere(at);
  else {
    absentHere(-1);
    for (let at = 0; at < length; at++) {
      nodeHere(at);
      absentHere(at);
    }
  }
  return { self, below, absent, absentBelow: () => false, matches };
}
