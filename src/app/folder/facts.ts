/** What the table says of a blob itself, before what each release makes of it. */
import type { BlobInfo, Origin } from "../../worker/protocol.ts";
import { writersText } from "../state/table-rows.ts";
import type { BlobVerdict } from "../state/verdict-slice.ts";
import { grouped } from "../widgets/format.ts";

/** Columns before those of the releases. */
export type FactColumn = "container" | "root" | "writer" | "bytes" | "problems";

/** Their heads. */
export const factWords: Readonly<Record<FactColumn, string>> = {
  container: "Container",
  root: "Root",
  writer: "Writer",
  bytes: "Bytes",
  problems: "Problems",
};

/** Least width in pixels, and the share of the room that is left. */
const widths: Readonly<Record<FactColumn, readonly [least: number, share: number]>> = {
  container: [76, 0],
  root: [116, 3],
  writer: [104, 1.5],
  bytes: [58, 0],
  problems: [70, 0],
};

/** Pixels of a digit, and of what is around the digits of a cell. */
const DIGIT = 7.3;
const AROUND = 22;

/**
 * The columns for the style sheet: as tracks of a grid, and the least that they take together. `largest` is the most bytes that a blob has,
 * which must be seen whole.
 */
export function factColumns(facts: readonly FactColumn[], largest: number): Readonly<Record<"--facts" | "--facts-width", string>> {
  const track = (fact: FactColumn): string => {
    const share = widths[fact][1];
    return share === 0 ? `${leastOf(fact, largest)}px` : `minmax(${leastOf(fact, largest)}px, ${share}fr)`;
  };
  return { "--facts": facts.map(track).join(" "), "--facts-width": `${facts.reduce((sum, fact) => sum + leastOf(fact, largest), 0)}px` };
}

/** Least pixels of a name, and of what a release makes of a blob: with room around its word and the pen, and without. */
const NAME = 170;
const RELEASE = 84;
const TIGHT = 69;

/** In the order in which columns are left out: what they say stands in the details too. */
const GIVING: readonly FactColumn[] = ["container", "root", "bytes"];

/**
 * The columns that are shown in `room` pixels, 0: not known yet: where not all releases are in sight, their columns are made tight, and where
 * that is not enough, those of the blob that say least are left out, if all releases are in sight then.
 */
export function fittingFacts(
  facts: readonly FactColumn[],
  largest: number,
  releases: number,
  room: number,
): { readonly facts: readonly FactColumn[]; readonly isTight: boolean; readonly isWider: boolean } {
  const fits = (some: readonly FactColumn[], release: number): boolean =>
    NAME + some.reduce((sum, fact) => sum + leastOf(fact, largest), 0) + releases * release <= room;
  if (room === 0 || fits(facts, RELEASE)) return { facts, isTight: false, isWider: false };
  for (let left = 0; left <= GIVING.length; left++) {
    const some = facts.filter((fact) => !GIVING.slice(0, left).includes(fact));
    if (fits(some, TIGHT)) return { facts: some, isTight: true, isWider: false };
  }
  return { facts, isTight: true, isWider: true };
}

function leastOf(fact: FactColumn, largest: number): number {
  return Math.max(widths[fact][0], fact === "bytes" ? Math.ceil(AROUND + DIGIT * grouped(largest).length) : 0);
}

/** Characters at the end of a cell that always stay, 0 for a cell that is not cut: roots say there what they are, and half a count of writers is another number. */
export function factTail(fact: FactColumn, text: string): number {
  if (fact === "writer") return Math.max(8, /\d[\d,]* others?$/.exec(text)?.[0].length ?? 0);
  return fact === "root" ? 5 : 0;
}

/** What stands in the cell; nothing before the blob was judged. */
export function factText(fact: FactColumn, blob: BlobInfo, verdict: BlobVerdict | undefined): string {
  switch (fact) {
    case "container":
      return blob.container;
    case "root":
      return verdict?.origin ? rootText(verdict.origin) : "";
    case "writer":
      return verdict?.origin ? writersText(verdict.origin.writer.candidates) : "";
    case "bytes":
      return grouped(blob.bytes);
    case "problems":
      return verdict?.problems === undefined ? "" : grouped(verdict.problems);
  }
}

/** The last two parts of its name, with a question mark where others fit as well. */
function rootText({ root, alike }: Origin): string {
  const short = (root ?? "none fits").replace(/^.*\.(?=[^.]*\.[^.]*$)/, "");
  return alike === undefined ? short : `? ${short}`;
}

function rootTitle(origin: BlobVerdict["origin"]): string | undefined {
  return origin?.alike === undefined ? origin?.root : `${origin.root}\na guess: one of ${origin.alike} types that fit these bytes alike`;
}

/** What the cell says when it is pointed at. */
export function factTitle(fact: FactColumn, { container }: BlobInfo, verdict: BlobVerdict | undefined): string | undefined {
  switch (fact) {
    case "container":
      return container;
    case "root":
      return rootTitle(verdict?.origin);
    case "writer":
      return verdict?.origin?.writer.evidence.join("\n");
    case "bytes":
      return undefined;
    case "problems":
      return "Malformed and mismatched fields, read as its likeliest writer wrote it";
  }
}
