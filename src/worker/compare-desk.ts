import {
  type Comparison,
  changeFrom,
  changeKind,
  compareInSteps,
  comparisonJson,
  comparisonMarkdown,
  type MatchBy,
  RowForm,
  rowKey,
  unitOf,
} from "../compare/index.ts";
import type { Decoded } from "../decode/index.ts";
import { findType, type SchemaSet } from "../schema/index.ts";
import { compareDetailsOf } from "./compare-details.ts";
import { keyOfPath, SideHits } from "./compare-find.ts";
import { keyOfPlace, type Place, PlaceFinder } from "./compare-places.ts";
import type { CompareInput, CompareRequests, CompareSpec, ComparisonInfo, SideName } from "./compare-protocol.ts";
import { ComparisonView } from "./compare-view.ts";
import type { HandlersOf, Tell } from "./handlers.ts";
import type { Knowledge } from "./knowledge.ts";
import type { DocInfo, FindResult, Reading } from "./protocol.ts";
import { StoreError } from "./store-error.ts";
import { inTurns, ToldTurns, Turns } from "./turns.ts";

/** A side as the store reads it. */
export interface SideReading {
  readonly info: DocInfo;
  readonly name: string;
  readonly decoded: Decoded;
  readonly knowledge: Knowledge;
}

interface Held {
  readonly info: ComparisonInfo;
  readonly comparison: Comparison;
  readonly finder: PlaceFinder;
  readonly knowledge: Readonly<Record<SideName, Knowledge>>;
  view: ComparisonView | undefined;
  spec: string;
}

/** Comparisons kept: the shown one, and the one before for a step back. */
const HELD = 2;
/** Units with changes that are told of: a list of more is no help. */
const MOST_UNITS = 5000;

/** Answers the requests about two sides. `read` reads a blob as the store does; `sets` are the registered releases, old to new. */
export class CompareDesk {
  readonly #read: (reading: Reading) => SideReading;
  readonly #sets: () => readonly SchemaSet[];
  readonly #held = new Map<string, Held>();
  #hits: { readonly findId: string; readonly hits: SideHits } | undefined;
  #finds = 0;

  readonly handlers: HandlersOf<CompareRequests> = {
    compare: (input, signal, tell) => this.#compare(input, signal, tell),
    compareView: async ({ compareId, spec }, signal, tell) => {
      const view = await this.#view(this.#get(compareId), spec, signal, tell);
      return { rows: view.length, matches: view.matches, marks: view.marks(), cut: view.cut };
    },
    compareRows: ({ compareId, from, to }) => this.#get(compareId).view?.rows(from, to) ?? [],
    compareOpenAll: ({ compareId, spec, key }) => openingAll(this.#get(compareId), spec, key),
    compareReveal: ({ compareId, spec, key }, signal, tell) => this.#reveal(this.#get(compareId), spec, key, signal, tell),
    compareDetails: ({ compareId, key }) => this.#details(this.#get(compareId), key),
    compareUnit: ({ compareId, row }) => rowKey(this.#get(compareId).comparison, row),
    compareStep: ({ compareId, key, direction }) => this.#step(this.#get(compareId), key, direction),
    compareLocate: ({ compareId, side, offset }) => {
      const { comparison, finder } = this.#get(compareId);
      const node = comparison[side].decoded.nodes.atOffset(offset);
      const way = node === undefined ? undefined : finder.way(side, node);
      return way ? keyOfPlace(comparison, way.at(-1)!) : null;
    },
    compareFind: (input, signal) => this.#find(this.#get(input.compareId), input, signal),
    compareHit: ({ findId, index }) => (findId === this.#hits?.findId ? this.#hits.hits.at(index) : null),
    compareHitNear: ({ findId, key }) => (findId === this.#hits?.findId ? this.#hits.hits.near(key) : 0),
    comparePath: ({ compareId, side, path }) => {
      const { comparison, finder } = this.#get(compareId);
      return keyOfPath(comparison, finder, side, path) ?? null;
    },
    compareMarkdown: ({ compareId }) => comparisonMarkdown(this.#get(compareId).comparison),
    compareExport: ({ compareId }, signal) => this.#export(this.#get(compareId), signal),
  };

  constructor(read: (reading: Reading) => SideReading, sets: () => readonly SchemaSet[]) {
    this.#read = read;
    this.#sets = sets;
  }

  /** What was read with releases or blobs that are gone is made anew when it is asked for. */
  drop(): void {
    this.#held.clear();
    this.#hits = undefined;
  }

  #get(compareId: string): Held {
    const held = this.#held.get(compareId);
    if (!held) throw new StoreError("unknown-blob", "this comparison is not open any more");
    return held;
  }

  async #compare(input: CompareInput, signal: AbortSignal | undefined, tell: Tell | undefined): Promise<ComparisonInfo> {
    const turns = new Turns(signal);
    const { a, b } = await this.#sides(input, turns);
    const compareId = JSON.stringify([a.info.docId, b.info.docId, Object.entries(input.matchBy).sort()]);
    const before = this.#held.get(compareId);
    if (before) {
      this.#held.delete(compareId);
      this.#held.set(compareId, before);
      return before.info;
    }
    const began = performance.now();
    const steps = compareInSteps(
      { decoded: a.decoded, name: a.name },
      { decoded: b.decoded, name: b.name },
      { matchBy: input.matchBy as Record<string, MatchBy>, between: this.#between(a.decoded.set, b.decoded.set) },
    );
    const comparison = await inTurns(steps, signal, tell);
    const info = infoOf(compareId, comparison, a.info, b.info, performance.now() - began);
    const knowledge = { a: a.knowledge, b: b.knowledge };
    this.#held.set(compareId, { info, comparison, finder: new PlaceFinder(comparison), knowledge, view: undefined, spec: "" });
    for (const old of this.#held.keys()) {
      if (this.#held.size <= HELD) break;
      this.#held.delete(old);
    }
    return info;
  }

  /**
   * Both sides read. Where the user named neither release nor root, one release that can have written both reads both, and one root
   * serves both if the other side's release has it: what is told apart is then the blobs and not the guesses.
   */
  async #sides(input: CompareInput, turns: Turns): Promise<{ readonly a: SideReading; readonly b: SideReading }> {
    let a = this.#read(input.a);
    await turns.pause();
    let b = this.#read(input.b);
    await turns.pause();
    const free = ({ release, root, raw }: Reading): boolean => release === undefined && root === undefined && !raw;
    const [rootA, rootB] = [a.decoded.root?.typeName, b.decoded.root?.typeName];
    if (rootA !== rootB && rootA !== undefined && input.b.root === undefined && !input.b.raw && findType(b.decoded.set, rootA))
      b = this.#read({ ...input.b, root: rootA });
    else if (rootA !== rootB && rootB !== undefined && input.a.root === undefined && !input.a.raw && findType(a.decoded.set, rootB))
      a = this.#read({ ...input.a, root: rootB });
    const [releaseA, releaseB] = [a.info.release, b.info.release];
    if (releaseA === releaseB || !free(input.a) || !free(input.b)) return { a, b };
    const canRead = ({ info, decoded }: SideReading, release: string | undefined): boolean => {
      const set = this.#sets().find((one) => one.release === release);
      const { candidates } = info.writer;
      if (!set || !decoded.root || !findType(set, decoded.root.typeName)) return false;
      return candidates.length === 0 || candidates.includes(set.release);
    };
    const again = (reading: Reading, release: string | undefined, root: string | undefined): SideReading =>
      this.#read({ ...reading, ...(release !== undefined && { release }), ...(root !== undefined && { root }) });
    if (canRead(b, releaseA)) b = again(input.b, releaseA, b.decoded.root?.typeName);
    else if (canRead(a, releaseB)) a = again(input.a, releaseB, a.decoded.root?.typeName);
    return { a, b };
  }

  /** The releases that stand between two, over which renamed types are followed. */
  #between(a: SchemaSet, b: SchemaSet): readonly SchemaSet[] {
    const sets = this.#sets();
    const [from, to] = [sets.indexOf(a), sets.indexOf(b)].sort((x, y) => x - y);
    return from === undefined || to === undefined || from < 0 ? [] : sets.slice(from + 1, to);
  }

  async #view(held: Held, spec: CompareSpec, signal: AbortSignal | undefined, tell: Tell | undefined): Promise<ComparisonView> {
    const wanted = JSON.stringify(spec);
    if (held.view && held.spec === wanted) return held.view;
    const view = await ComparisonView.build(held.comparison, spec, new ToldTurns(signal, tell));
    held.view = view;
    held.spec = wanted;
    return view;
  }

  async #reveal(
    held: Held,
    spec: CompareSpec,
    key: string,
    signal: AbortSignal | undefined,
    tell: Tell | undefined,
  ): Promise<CompareRequests["compareReveal"]["out"]> {
    const way = held.finder.wayTo(key);
    if (!way) return null;
    const place = way.at(-1)!;
    const opened = opening(held.comparison, spec, way);
    const { kind: _, text: __, ...plain } = opened;
    for (const candidate of [opened, plain]) {
      const view = await this.#view(held, candidate, signal, tell);
      const index = view.indexOf(place);
      if (index >= 0) return { spec: candidate, index, key: view.keyAt(index) };
    }
    return null;
  }

  #details({ comparison, finder, knowledge }: Held, key: string): CompareRequests["compareDetails"]["out"] {
    const way = finder.wayTo(key);
    if (!way) return null;
    const table = way.findLast(({ row }) => row >= 0);
    const within = !table || table.form === RowForm.RUN ? "equal" : (changeKind(comparison, table.row) ?? "equal");
    const details = compareDetailsOf(comparison, way.at(-1)!, within, key, knowledge);
    return { ...details, ...(table && { unit: unitOf(comparison, table.row) }) };
  }

  #step({ comparison, finder, view }: Held, key: string | undefined, direction: 1 | -1): CompareRequests["compareStep"]["out"] {
    const { changes, rows } = comparison;
    if (changes.length === 0) return null;
    const way = key === undefined ? undefined : finder.wayTo(key);
    const row = way?.findLast((place) => place.row >= 0)?.row;
    // A field that neither wire has stands behind all that its message holds.
    const isPast = row !== undefined && way!.at(-1)!.form === RowForm.ABSENT;
    const start =
      row === undefined
        ? direction === 1
          ? 0
          : changes.length - 1
        : direction === 1
          ? changeFrom(comparison, isPast ? rows.end[row]! : row + 1)
          : changeFrom(comparison, isPast ? rows.end[row]! : row) - 1;
    for (let i = 0; i < changes.length; i++) {
      const at = (start + direction * i + 2 * changes.length) % changes.length;
      const to = changes[at]!;
      if (view && !view.lets(to)) continue;
      return { key: rowKey(comparison, to), at };
    }
    return null;
  }

  async #find(
    { comparison, finder }: Held,
    { query, absent }: CompareRequests["compareFind"]["in"],
    signal: AbortSignal | undefined,
  ): Promise<FindResult> {
    const hits = await SideHits.search(comparison, finder, query, absent, signal);
    const findId = `compare ${++this.#finds}`;
    this.#hits = { findId, hits };
    const { length, complete, trouble } = hits;
    return { findId, hits: length, complete, ...(trouble !== undefined && { trouble }) };
  }

  async #export({ comparison }: Held, signal: AbortSignal | undefined): Promise<CompareRequests["compareExport"]["out"]> {
    const turns = new Turns(signal);
    const parts: string[] = [];
    for (const part of comparisonJson(comparison)) {
      const rest = turns.pause();
      if (rest) await rest;
      parts.push(part);
    }
    const base = (name: string): string => name.replace(/\.[^. ]*(?= — |$)/, "").replace(/[^\w.-]+/g, "_");
    return { name: `${base(comparison.a.name)}-${base(comparison.b.name)}.diff.json`, bytes: new TextEncoder().encode(parts.join("")) };
  }
}

/** The spec with all open that is on the way to the last of these places. */
function opening(comparison: Comparison, spec: CompareSpec, places: readonly Place[]): CompareSpec {
  const open = new Set(spec.open);
  const closed = new Set(spec.closed);
  for (const place of places.slice(0, -1)) {
    const key = keyOfPlace(comparison, place);
    closed.delete(key);
    const isTable = place.row >= 0 && comparison.rows.end[place.row]! > place.row + 1;
    if (!isTable && !(place.form === RowForm.RUN && spec.equal)) open.add(key);
  }
  return { ...spec, open: [...open], closed: [...closed], equal: spec.equal || places.at(-1)?.form === RowForm.ABSENT };
}

/** The spec with all open below a row; what was opened and closed there before is forgotten. */
function openingAll({ comparison, finder }: Held, spec: CompareSpec, key: string): CompareSpec {
  if (key === "") return { ...spec, open: [], closed: [], all: [""] };
  const isElsewhere = (one: string): boolean =>
    one !== key && !(finder.wayTo(one) ?? []).some((place) => keyOfPlace(comparison, place) === key);
  const [open, closed, all] = [spec.open, spec.closed, spec.all ?? []].map((keys) => keys.filter(isElsewhere));
  return { ...spec, open: open!, closed: closed!, all: [...all!, key] };
}

function infoOf(compareId: string, comparison: Comparison, a: DocInfo, b: DocInfo, ms: number): ComparisonInfo {
  const { lists } = comparison;
  const units = comparison.units.filter(({ total }) => total > 0);
  const labels = new Map<string, number>();
  for (const { label } of lists) labels.set(label, (labels.get(label) ?? 0) + 1);
  return {
    compareId,
    a,
    b,
    equal: comparison.equal,
    changes: comparison.changes.length,
    counts: comparison.counts,
    units: units.slice(0, MOST_UNITS).map(({ label, row, counts }) => ({ label, row, counts })),
    changedUnits: units.length,
    equalUnits: comparison.equalUnits,
    coarse: comparison.coarse.map(({ path, reason }) => ({ path, reason })),
    matched: [...labels].map(([label, count]) => ({ label, lists: count })),
    ms,
  };
}
