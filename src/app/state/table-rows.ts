/** Which blobs the table shows, in which order and with which columns. Pure; quick enough to be done anew with every result that comes in. */
import type { BlobInfo, VerdictKind } from "../../worker/protocol.ts";
import { shownBlobs } from "./reading.ts";
import type { AppState } from "./store.ts";
import { verdictKey } from "./verdict.ts";
import type { BlobVerdict, TableShow, TableSort } from "./verdict-slice.ts";

/** Worst first. */
const KINDS: readonly VerdictKind[] = ["fails", "depends", "loses", "restores", "no-root"];
const collator = new Intl.Collator("en", { numeric: true });

/** Where a blob comes from, as the table names it. */
export function pathOf({ name, source }: BlobInfo): string {
  return source ?? name;
}

/** Whether a blob has a verdict of every release that stands now. */
export function isJudged(state: Pick<AppState, "verdicts" | "choices" | "registryVersion" | "releases">, { blobId }: BlobInfo): boolean {
  const known = state.verdicts[blobId];
  return (
    known?.key === verdictKey(state, blobId) &&
    (known.origin?.root === undefined ? known.origin !== undefined : Object.keys(known.cells).length >= state.releases.length)
  );
}

/** The blobs that the table shows, in its order. */
export function tableRows(state: Pick<AppState, "blobs" | "closing" | "twins" | "verdicts" | "tableShow">): readonly BlobInfo[] {
  const { verdicts, tableShow } = state;
  const { verdict, text, root, writer, cause, sort, down } = tableShow;
  const words = text?.toLowerCase() ?? "";
  const rows = shownBlobs(state).filter((blob) => {
    const known = verdicts[blob.blobId];
    if (root !== undefined && (known?.origin?.root ?? "") !== root) return false;
    if (writer !== undefined && writersOf(known) !== writer) return false;
    const cells = verdict === undefined && cause === undefined ? [] : Object.values(known?.cells ?? {});
    if (verdict !== undefined && !cells.some((cell) => cell.verdict === verdict)) return false;
    if (cause !== undefined && !cells.some((cell) => cell.cause === cause)) return false;
    return words === "" || says(blob, state.twins[blob.blobId] ?? [], known, words);
  });
  if (sort === undefined) return down ? rows.toReversed() : rows;
  const placed = sortKeys(sort, rows, verdicts);
  const order = rows.map((_, i) => i).sort((a, b) => placed[a]! - placed[b]! || a - b);
  const sorted = order.map((i) => rows[i]!);
  return down ? sorted.reverse() : sorted;
}

function says(blob: BlobInfo, twins: readonly string[], known: BlobVerdict | undefined, words: string): boolean {
  const has = (text: string | undefined): boolean => text?.toLowerCase().includes(words) === true;
  if (has(blob.name) || has(blob.source) || has(blob.container) || has(known?.origin?.root) || twins.some(has)) return true;
  return Object.values(known?.cells ?? {}).some(({ findings: [first] }) => has(first?.message) || has(first?.path));
}

/** A number a row: equal ones keep the order of their coming. */
function sortKeys(sort: TableSort, rows: readonly BlobInfo[], verdicts: AppState["verdicts"]): readonly number[] {
  const of = ({ blobId }: BlobInfo) => verdicts[blobId];
  switch (sort) {
    case "name":
      return ranksOf(rows.map(pathOf));
    case "container":
      return ranksOf(rows.map(({ container }) => container));
    case "root":
      return ranksOf(rows.map((blob) => of(blob)?.origin?.root ?? ""));
    case "writer":
      return ranksOf(rows.map((blob) => of(blob)?.origin?.writer.candidates[0] ?? ""));
    case "bytes":
      return rows.map(({ bytes }) => bytes);
    case "problems":
      return rows.map((blob) => -(of(blob)?.problems ?? -1));
    default: {
      const release = sort.slice(ON.length);
      return rows.map((blob) => {
        const at = KINDS.indexOf(of(blob)?.cells[release]?.verdict ?? "no-root");
        return at < 0 ? KINDS.length : at;
      });
    }
  }
}

/** What a blob must be to be shown, for each filter: `fails on some release`, `has “vp” in its name, root or reason`. */
export function filterWords({ verdict, text, root, writer, cause }: TableShow): readonly string[] {
  const kinds = { fails: "fails", depends: "depends", loses: "loses", restores: "restores", "no-root": "has no type" };
  return [
    ...(verdict === undefined ? [] : [`${kinds[verdict]} on some release`]),
    ...(root === undefined ? [] : [root === "" ? "has no root that fits" : `is a ${root}`]),
    ...(writer === undefined ? [] : [`is written by ${writer}`]),
    ...(cause === undefined ? [] : [`fails with “${cause.split("\n")[0]}”`]),
    ...(text === undefined ? [] : [`has “${text}” in its name, root or reason`]),
  ];
}

const OR = " or ";

/** All releases that can have written a blob, likeliest first: `main or 2505`; undefined before they are known. */
export function writersOf(known: BlobVerdict | undefined): string | undefined {
  return known?.origin?.writer.candidates.join(OR);
}

/** The same in the room of a cell: more than `most` of them are counted. */
export function writersText(writers: readonly string[], most = 2): string {
  if (writers.length === 0) return "unknown";
  return writers.length > most ? `${writers[0]} or ${writers.length - 1} others` : writers.join(OR);
}

/** Begins the name of a sort by what one release makes of the blobs. */
export const ON = "on ";

/** Each text's place among all different ones. */
function ranksOf(texts: readonly string[]): readonly number[] {
  const ranks = new Map<string, number>();
  for (const text of [...new Set(texts)].sort(collator.compare)) ranks.set(text, ranks.size);
  return texts.map((text) => ranks.get(text)!);
}

/** The releases that have a column: the user's, and an example's where some blob is of no other; all before anything is known. */
export function tableReleases({ releases, verdicts }: Pick<AppState, "releases" | "verdicts">): readonly string[] {
  const own = new Set(releases.filter(({ origin }) => origin === "user").map(({ release }) => release));
  const having = new Set<string>();
  for (const { cells } of Object.values(verdicts)) {
    let isOwn = false;
    for (const release in cells) if (cells[release]!.verdict !== "no-root" && own.has(release)) isOwn = true;
    for (const release in cells) if (cells[release]!.verdict !== "no-root" && (!isOwn || own.has(release))) having.add(release);
  }
  const names = releases.map(({ release }) => release);
  return having.size === 0 ? names : names.filter((name) => having.has(name));
}

/** What the table can be narrowed to, each with its count. */
export interface TableFacts {
  /** Blobs of which some release says so. */
  readonly verdicts: Readonly<Record<VerdictKind, number>>;
  readonly roots: ReadonlyMap<string, number>;
  /** By all the releases that can have written a blob: see `writersOf`. */
  readonly writers: ReadonlyMap<string, number>;
  readonly causes: ReadonlyMap<string, number>;
  /** Readings that fail. */
  readonly failing: number;
}

/** Counts all blobs that something is known of. */
export function factsOf(verdicts: AppState["verdicts"]): TableFacts {
  const kinds: Record<VerdictKind, number> = { fails: 0, depends: 0, loses: 0, restores: 0, "no-root": 0 };
  const roots = new Map<string, number>();
  const writers = new Map<string, number>();
  const causes = new Map<string, number>();
  let failing = 0;
  for (const { origin, cells } of Object.values(verdicts)) {
    if (!origin) continue;
    add(roots, origin.root ?? "");
    if (origin.writer.candidates.length > 0) add(writers, origin.writer.candidates.join(OR));
    const said = new Set<VerdictKind>();
    for (const release in cells) {
      const { verdict, cause } = cells[release]!;
      said.add(verdict);
      if (cause === undefined) continue;
      failing++;
      add(causes, cause);
    }
    for (const kind of said) kinds[kind]++;
  }
  return { verdicts: kinds, roots, writers, causes, failing };
}

function add(to: Map<string, number>, key: string): void {
  to.set(key, (to.get(key) ?? 0) + 1);
}
