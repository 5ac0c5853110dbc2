import type { NodeIndex } from "../../base/index.ts";
import type { Mark, NodeSet, Nodes, Run } from "../nodes.ts";
import { isPackable } from "../scalars.ts";
import { lastWhere } from "./bisect.ts";
import { fieldsIn, nthIn, ordinalAt, runsIn } from "./inside.ts";
import { END, FROM, HEAD, LINE, Lines, NOTES, ORDINAL, PARENT, PROBLEM, REF, REST, SHAPE, STATUS, TO } from "./lines.ts";
import { NOT_TOLD, Page, PageReader } from "./pages.ts";
import type { Survey } from "./survey.ts";

/** Nodes whose facts are held at once, unless fewer will do: 36 bytes each. */
const HELD = 1 << 22;
/** A page is made when so many times its bytes were passed over: that takes about as long. */
const PATIENCE = 3;
/** Fields found by their offset of which that is remembered. */
const MOST_FOUND = 1 << 16;
/** Nodes before one among which a found field is looked for that may hold it. */
const NEAR = 64;

/**
 * The facts of a surveyed blob's nodes by index. They are read from the bytes again a page at a time when they are asked for; the
 * pages used last are held, up to `held` nodes and never fewer than two pages.
 * Cost of a call: that of an array read while it stays on one page or goes to and fro between two, else the making of a page when that is
 * not held.
 */
export class PagedNodes implements Nodes {
  readonly reader: PageReader;
  readonly length: number;
  readonly depth: number;
  /** Index of the first node of each page. */
  readonly #firsts: Uint32Array;
  readonly #pages: (Page | undefined)[];
  /** When each page was turned to last; of those that are not held it says nothing. */
  #used: Float64Array | undefined;
  readonly #most: number;
  /** Pages that were let go, for their memory. */
  readonly #spare: Lines[] = [];
  /** The last two fields that were made alone. */
  #alone: [Page, Page] | undefined;
  /** Offsets of fields that were found, by node: so that their lines can be made alone again. */
  readonly #found = new Map<number, number>();
  /** Bytes of each page that were passed over. */
  #passed: Uint32Array | undefined;
  #turns = 0;
  #held = 0;
  #heldPages = 0;
  #page: Page | undefined;
  #before: Page | undefined;

  constructor(survey: Survey, held = HELD) {
    this.reader = new PageReader(survey);
    this.length = survey.nodes;
    this.depth = survey.depth;
    this.#most = held;
    this.#firsts = Uint32Array.from(survey.checkpoints, ({ nodes }) => nodes);
    this.#pages = new Array(survey.checkpoints.length).fill(undefined);
  }

  from(node: number): number {
    const page = this.#on(node);
    return page.facts[(node - page.first) * LINE + FROM]!;
  }

  to(node: number): number {
    const page = this.#on(node);
    return page.facts[(node - page.first) * LINE + TO]!;
  }

  end(node: number): number {
    const page = this.#on(node);
    return page.facts[(node - page.first) * LINE + END]!;
  }

  parent(node: number): number {
    const page = this.#on(node);
    return page.facts[(node - page.first) * LINE + PARENT]!;
  }

  ref(node: number): number {
    const page = this.#on(node);
    return page.facts[(node - page.first) * LINE + REF]!;
  }

  shape(node: number): number {
    const page = this.#on(node);
    return page.facts[(node - page.first) * LINE + SHAPE]!;
  }

  head(node: number): number {
    const page = this.#on(node);
    return (page.facts[(node - page.first) * LINE + REST]! >> HEAD) & 0xff;
  }

  kind(node: number): number {
    const page = this.#on(node);
    return page.facts[(node - page.first) * LINE + REST]! & 0xff;
  }

  problem(node: number): number {
    const page = this.#on(node);
    return (page.facts[(node - page.first) * LINE + REST]! >> PROBLEM) & 0xff;
  }

  status(node: number): number {
    const page = this.#on(node);
    return page.facts[(node - page.first) * LINE + REST]! >> STATUS;
  }

  notes(node: number): number {
    const page = this.#on(node);
    const notes = page.facts[(node - page.first) * LINE + NOTES]!;
    return notes !== NOT_TOLD ? notes : this.#toldOf(node, NOTES);
  }

  ordinal(node: number): number {
    const page = this.#on(node);
    const ordinal = page.facts[(node - page.first) * LINE + ORDINAL]!;
    return ordinal !== NOT_TOLD ? ordinal : this.#ordinalAlone(page, node);
  }

  fieldsIn(node: number): ReadonlySet<number> {
    return fieldsIn(this, node);
  }

  runsIn(node: number): Iterable<Run> {
    return runsIn(this, node);
  }

  nthIn(node: number, ref: number, first: number, nth: number): number {
    return nthIn(this, node, ref, first, nth);
  }

  marked(mark: Mark): NodeSet {
    return this.reader.survey.marks[mark];
  }

  /** Cost: the bytes before it on its page, which are passed over; what is below it is then made alone, when it is asked for next. */
  fieldAt(offset: number): number {
    const { checkpoints } = this.reader.survey;
    const index = lastWhere(checkpoints.length, (at) => checkpoints[at]!.pos <= offset);
    const node = this.#seek(index, offset);
    if (node < 0) return this.atOffset(offset)!;
    if (this.#found.size < MOST_FOUND) this.#found.set(node, offset);
    return node;
  }

  /** The field at an offset after checkpoint `index`, at which the reader then stands; -1 when none begins there, and when its page is there or better made. */
  #seek(index: number, offset: number): number {
    if (this.#pages[index]) return -1;
    const { checkpoints, bytes } = this.reader.survey;
    const size = (checkpoints[index + 1]?.pos ?? bytes.length) - checkpoints[index]!.pos;
    this.#passed ??= new Uint32Array(this.#pages.length);
    this.#passed[index]! += this.reader.distance(index, offset);
    return this.#passed[index]! <= PATIENCE * size ? this.reader.seek(index, offset) : -1;
  }

  /** Cost: log of the pages, and a page. */
  atOffset(offset: number): NodeIndex | undefined {
    const { checkpoints } = this.reader.survey;
    if (this.length === 0) return undefined;
    const last = lastWhere(checkpoints.length, (index) => checkpoints[index]!.pos <= offset);
    // A checkpoint at the very end of the blob has no nodes.
    let node = (checkpoints[last + 1]?.nodes ?? this.length) - 1;
    const page = node >= 0 ? this.#on(node) : undefined;
    if (page)
      node =
        page.first +
        Math.max(
          0,
          lastWhere(node + 1 - page.first, (at) => page.facts[at * LINE + FROM]! <= offset),
        );
    while (node >= 0 && this.from(node) > offset) node--;
    while (node >= 0 && this.to(node) <= offset) node = this.parent(node);
    return node < 0 ? undefined : (node as NodeIndex);
  }

  #on(node: number): Page {
    const page = this.#page;
    if (page !== undefined && node >= page.first && node < page.first + page.length) return page;
    return this.#turnTo(node);
  }

  #turnTo(node: number): Page {
    if (!(node >= 0 && node < this.length)) throw new RangeError(`node ${node} of ${this.length}`);
    const before = this.#before;
    this.#before = this.#page;
    if (before !== undefined && node >= before.first && node < before.first + before.length) {
      this.#page = before;
      return before;
    }
    this.#page = this.#aloneWith(node) ?? this.#wholeWith(node);
    return this.#page;
  }

  /** Index of the page that a node is on. */
  #indexOf(node: number): number {
    return lastWhere(this.#firsts.length, (at) => this.#firsts[at]! <= node);
  }

  /** The whole page of a node. */
  #wholeWith(node: number): Page {
    const index = this.#indexOf(node);
    let page = this.#pages[index];
    this.#used ??= new Float64Array(this.#pages.length);
    this.#used[index] = ++this.#turns;
    if (!page) {
      page = this.reader.page(index, this.#spare.pop());
      this.#pages[index] = page;
      this.#held += page.length;
      this.#heldPages++;
      if (this.#held > this.#most && this.#heldPages > 2) this.#drop();
    }
    return page;
  }

  /** A fact that a field made alone does not tell of itself. */
  #toldOf(node: number, fact: number): number {
    const page = this.#wholeWith(node);
    return page.facts[(node - page.first) * LINE + fact]!;
  }

  /** Which occurrence a field made alone is. */
  #ordinalAlone({ first, facts }: Page, node: number): number {
    const line = (node - first) * LINE;
    const { survey } = this.reader;
    const field = survey.set.fields[facts[line + REF]!];
    if (!field?.repeated || field.map || isPackable(field)) return this.#toldOf(node, ORDINAL);
    const told = ordinalAt(survey, this.#indexOf(node), facts[line + PARENT]!, field.id, facts[line + FROM]!);
    if (told === undefined) return this.#toldOf(node, ORDINAL);
    facts[line + ORDINAL] = told;
    return told;
  }

  /** The field made alone that a node is or is in: the one that was sought last when it is that node, or one that was found once. */
  #aloneWith(node: number): Page | undefined {
    const made = this.#alone?.find(({ first, length }) => node >= first && node < first + length);
    if (made) return made;
    const sought = this.#makeAlone(node);
    if (sought || this.#found.size === 0) return sought;
    const index = this.#indexOf(node);
    if (this.#pages[index]) return undefined;
    let near = node;
    while (near > node - NEAR && !this.#found.has(near)) near--;
    const offset = this.#found.get(near);
    if (offset === undefined || near < this.#firsts[index]! || this.#seek(index, offset) !== near) return undefined;
    const page = this.#makeAlone(near);
    return page && node < near + page.length ? page : undefined;
  }

  /** Makes the field that was sought last alone, when it is that node. */
  #makeAlone(node: number): Page | undefined {
    if (node !== this.reader.sought) return undefined;
    this.#alone ??= [new Page(0, 0, new Lines(256)), new Page(0, 0, new Lines(256))];
    // The page that was turned to last must stay.
    const at = this.#alone[0] === this.#before ? 1 : 0;
    const page = this.reader.alone(node, this.#alone[at]!.lines);
    if (page) this.#alone[at] = page;
    return page && page.length > 0 ? page : undefined;
  }

  /** Lets the older half of the held pages go, and more until there is room. */
  #drop(): void {
    const used = this.#used!;
    const held = [...used.keys()].filter((index) => this.#pages[index]).sort((a, b) => used[a]! - used[b]!);
    for (const index of held) {
      if (this.#heldPages <= 2 || (this.#held <= this.#most && this.#heldPages <= held.length / 2)) break;
      const page = this.#pages[index]!;
      if (page !== this.#page && page !== this.#before) this.#spare.push(page.lines);
      this.#held -= page.length;
      this.#heldPages--;
      this.#pages[index] = undefined;
    }
  }
}
