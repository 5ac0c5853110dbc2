import type { NodeIndex, Steps } from "../base/index.ts";
import {
  absentFields,
  type Decoded,
  type Item,
  isElement,
  NOTABLE,
  NodeBits,
  type NodeSet,
  NoteBit,
  pathOf,
  rereadAt,
  Status,
} from "../decode/index.ts";
import type { Field } from "../schema/index.ts";
import { type FindingMarks, isFoundKind } from "./finding-marks.ts";
import type { FoundKind, StatusFilter, ViewSpec } from "./protocol.ts";
import { rowsThatHave } from "./row-match.ts";
import { rowHas, type Wanted } from "./text-match.ts";

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

function hasStatus(decoded: Decoded, item: Item, status: StatusFilter): boolean {
  return item.kind === "absent" ? status === "defaulted" : status !== "defaulted" && fitsStatus(decoded, item.node, status);
}

/** Nodes between two words on how far it is. */
const STRIDE = 512;

/** Lets the rows through that have a finding of the kind. Cost: the findings, and the rows' paths when there is a text. */
function markFound(decoded: Decoded, kind: FoundKind, text: string | undefined, found: FindingMarks | undefined): Marks {
  const { nodes } = decoded;
  const self = new NodeBits();
  const below = new NodeBits();
  const absent = (at: number, chain: readonly Field[]): boolean =>
    found?.has(at, chain, kind) === true && (!text || absentHas(decoded, at, chain, text));
  let matches = 0;
  for (const { node: at, chain } of found?.places() ?? []) {
    const isAbsent = chain.length > 0;
    if (!(isAbsent ? absent(at, chain) : found?.has(at, chain, kind) && (!text || nodeHas(decoded, at, text)))) continue;
    matches++;
    if (!isAbsent) self.add(at);
    for (let up = isAbsent ? at : nodes.parent(at); up >= 0 && below.add(up); ) up = nodes.parent(up);
  }
  const absentBelow = (at: number, chain: readonly Field[]): boolean => (found?.belowAbsent(at, chain)?.[kind] ?? 0) > 0;
  return { self, below, absent, absentBelow, matches };
}

/** Whether an absent field has the text, in its way from a message that is there too. */
function absentHas(decoded: Decoded, at: number, chain: readonly Field[], text: string): boolean {
  const path = [...(at < 0 ? [] : [pathOf(decoded, at)]), ...chain.map(({ name }) => name)].join(".");
  return path.toLowerCase().includes(text) || rowHas(decoded, { kind: "absent", node: at, field: chain.at(-1)! }, wantedBy(text));
}

function nodeHas(decoded: Decoded, node: number, text: string): boolean {
  return rowHas(decoded, { kind: "node", node: node as NodeIndex }, wantedBy(text));
}

function wantedBy(text: string): Wanted {
  return { text, by: { names: false, values: false, numbers: false, filter: true } };
}

/** The nodes among which are all of a status, where they are marked. */
function markedFor({ nodes }: Decoded, status: ViewSpec["status"]): NodeSet | undefined {
  if (status === "notes") return nodes.marked("notable");
  return status === "unknown" || status === "mismatched" || status === "malformed" ? nodes.marked(status) : undefined;
}

/**
 * Finds what a filter lets through, in steps; undefined when the spec has none. `found` are the findings, once they are known. Cost: what
 * matches where that is marked, else one pass over the rows, and their paths when there is a text.
 */
export function* markSteps(decoded: Decoded, spec: ViewSpec, found?: FindingMarks): Steps<Marks | undefined> {
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
    return !text || absentHas(decoded, at, chain, text);
  };
  const absentHere = (at: number): void => {
    if (spec.status && spec.status !== "defaulted") return;
    let hits = 0;
    for (const field of absentFields(decoded, at)) if (absent(at, [field])) hits++;
    matches += hits;
    if (hits > 0) markAbove(at);
  };
  const nodeHere = (at: number): void => {
    if (spec.status && !hasStatus(decoded, { kind: "node", node: at as NodeIndex }, spec.status)) return;
    if (text && !nodeHas(decoded, at, text)) return;
    self.add(at);
    matches++;
    markAbove(nodes.parent(at));
  };
  const marked = markedFor(decoded, spec.status);
  if (marked) {
    let seen = 0;
    for (let at = marked.next(0); at >= 0; at = marked.next(at + 1)) {
      nodeHere(at);
      if (++seen % STRIDE === 0) yield at / length;
    }
  } else if (text) {
    for (const item of rowsThatHave(decoded, wantedBy(text))) {
      if (typeof item === "number") yield item / length;
      else if (!spec.status || hasStatus(decoded, item, spec.status)) {
        matches++;
        if (item.kind === "node") self.add(item.node);
        markAbove(item.kind === "node" ? nodes.parent(item.node) : item.node);
      }
    }
  } else {
    absentHere(-1);
    for (let at = 0; at < length; at++) {
      if (at % STRIDE === 0) yield at / length;
      nodeHere(at);
      absentHere(at);
    }
  }
  return { self, below, absent, absentBelow: () => false, matches };
}
