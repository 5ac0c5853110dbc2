import { firstFrom } from "../base/index.ts";
import { absentFields, childrenOf, type Decoded, fieldsOfAbsent, nodeRange, pathOf, Status, segmentOf } from "../decode/index.ts";
import type { Field } from "../schema/index.ts";
import type { FindingKind, FoundCounts, FoundKind, VerdictFinding } from "./verdicts.ts";

/** The verdict that a finding makes. */
function foundKind(kind: FindingKind): FoundKind {
  return kind === "fails" || kind === "depends" ? kind : "loses";
}

/** True for a filter that keeps the rows of findings. */
export function isFoundKind(kind: string | undefined): kind is FoundKind {
  return KINDS.some((one) => one === kind);
}

/** Where findings stand: at the node of their bytes, or at an absent field below it (-1: the root), to which the fields of `chain` lead. */
interface Place {
  readonly node: number;
  readonly chain: readonly Field[];
}

/** A row with findings: the first one of each kind, in the reader's order. */
interface Mark extends Place {
  readonly findings: VerdictFinding[];
}

const KINDS: readonly FoundKind[] = ["fails", "depends", "loses"];

/**
 * The rows of a document that a release's findings are at. Findings are in their order, failures first. Making it costs the depth of
 * each finding; asking costs the logarithm of their number.
 */
export class FindingMarks {
  readonly #decoded: Decoded;
  /** By node: its own mark, and those of what is absent from it. */
  readonly #marks = new Map<number, Mark[]>();
  /** Places of what roll-ups count, in order: twice the node, and one more for what is absent from it. */
  readonly #places: Readonly<Record<FoundKind, number[]>> = { fails: [], depends: [], loses: [] };
  readonly #isCut: boolean;
  /** The last place of failures, and of all else: either are found in wire order, so that none is missing before it. */
  #lastFailure = -2;
  #lastOther = -2;

  /** `isCut`: there are more findings than these. */
  constructor(decoded: Decoded, findings: readonly VerdictFinding[], isCut = false) {
    this.#decoded = decoded;
    this.#isCut = isCut;
    for (const finding of findings) {
      const place = this.#placeOf(finding);
      if (place) this.#add(place, finding);
    }
    for (const kind of KINDS) this.#places[kind].sort((a, b) => a - b);
  }

  #add({ node, chain }: Place, finding: VerdictFinding): void {
    const beside = this.#marks.get(node) ?? [];
    this.#marks.set(node, beside);
    let mark = this.#mark(node, chain);
    if (!mark) {
      mark = { node, chain, findings: [] };
      beside.push(mark);
    }
    const kind = foundKind(finding.kind);
    const at = 2 * node + (chain.length === 0 ? 0 : 1);
    if (kind === "fails") this.#lastFailure = Math.max(this.#lastFailure, at);
    else this.#lastOther = Math.max(this.#lastOther, at);
    if (mark.findings.some((one) => foundKind(one.kind) === kind)) return;
    mark.findings.push(finding);
    // That an unknown field is lost is told by its being unknown.
    if (kind !== "loses" || chain.length > 0 || this.#decoded.nodes.status(node) !== Status.UNKNOWN) this.#places[kind].push(at);
  }

  #mark(node: number, chain: readonly Field[]): Mark | undefined {
    return this.#marks.get(node)?.find((mark) => isSame(mark.chain, chain));
  }

  /** The first finding at a node, or at the absent field to which a chain leads from it. */
  at(node: number, chain: readonly Field[]): VerdictFinding | undefined {
    return this.#mark(node, chain)?.findings[0];
  }

  /** True when one of that kind is there. */
  has(node: number, chain: readonly Field[], kind: FoundKind): boolean {
    return this.#mark(node, chain)?.findings.some((one) => foundKind(one.kind) === kind) ?? false;
  }

  /** How many there are below the nodes `[from, to)` and what is absent from them; `from` itself is not below. */
  below(from: number, to: number): FoundCounts | undefined {
    return this.#between(2 * from + 1, 2 * to);
  }

  /** The same for a run of nodes that are all below. */
  within(from: number, to: number): FoundCounts | undefined {
    return this.#between(2 * from, 2 * to);
  }

  /** How many there are below an absent field. */
  belowAbsent(node: number, chain: readonly Field[]): FoundCounts | undefined {
    const counts = { fails: 0, depends: 0, loses: 0 };
    for (const mark of this.#marks.get(node) ?? [])
      if (mark.chain.length > chain.length && isSame(mark.chain.slice(0, chain.length), chain))
        for (const { kind } of mark.findings) counts[foundKind(kind)]++;
    return this.#told(counts, 2 * node + 2);
  }

  #between(from: number, to: number): FoundCounts | undefined {
    const count = (kind: FoundKind): number => firstFrom(this.#places[kind], to) - firstFrom(this.#places[kind], from);
    return this.#told({ fails: count("fails"), depends: count("depends"), loses: count("loses") }, to);
  }

  /** Counts of what stands before the place `to`. */
  #told(counts: Readonly<Record<FoundKind, number>>, to: number): FoundCounts | undefined {
    if (counts.fails + counts.depends + counts.loses === 0) return undefined;
    const atLeast = this.#isCut
      ? KINDS.filter((kind) => counts[kind] > 0 && to > (kind === "fails" ? this.#lastFailure : this.#lastOther))
      : [];
    return atLeast.length > 0 ? { ...counts, atLeast } : counts;
  }

  /** Where there are findings. */
  *places(): Generator<Place> {
    for (const marks of this.#marks.values()) yield* marks;
  }

  #placeOf({ path, range }: VerdictFinding): Place | undefined {
    if (path === "") return undefined;
    const decoded = this.#decoded;
    const found = decoded.nodes.atOffset(range[0]);
    // Where this reading of the bytes has other names on the way, by a choice of the user, the deepest row that holds them.
    const node = found === undefined ? undefined : { node: found, chain: [] };
    const own = found === undefined ? undefined : nodeRange(decoded, found);
    if (found !== undefined && own && own[0] === range[0] && own[1] === range[1]) {
      const at = pathOf(decoded, found);
      if (path === at) return node;
      const below = path.startsWith(`${at}.`) ? this.#below(found, path.slice(at.length + 1).split(".")) : undefined;
      if (below) return below;
    }
    const isAll = range[0] === 0 && range[1] === decoded.bytes.length;
    return (isAll ? this.#below(-1, path.split(".")) : undefined) ?? node;
  }

  /** Where names lead from a message that is there: over the value of an `Any`, in which its content stands, then over absent fields. */
  #below(from: number, [name, ...names]: readonly string[]): Place | undefined {
    const decoded = this.#decoded;
    if (name === undefined) return { node: from, chain: [] };
    if (name === "value")
      for (const child of childrenOf(decoded, from)) if (segmentOf(decoded, child) === name) return this.#below(child, names);
    const chain: Field[] = [];
    for (const step of [name, ...names]) {
      const last = chain.at(-1);
      const type = last?.type.kind === "message" ? decoded.set.types[last.type.typeId] : undefined;
      const fields = last ? type && fieldsOfAbsent(type) : absentFields(decoded, from);
      const field = fields?.find((one) => one.name === step);
      if (!field) return undefined;
      chain.push(field);
    }
    return { node: from, chain };
  }
}

function isSame(a: readonly Field[], b: readonly Field[]): boolean {
  return a.length === b.length && a.every((field, i) => field === b[i]);
}
