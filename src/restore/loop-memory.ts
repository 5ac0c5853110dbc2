import { invalidUtf8At } from "../base/index.ts";
import { LoopState, LoopWindow, madeOf, OWN_STATE, SLACK } from "../wire/index.ts";
import wasm from "./assembly/loop.ts?assembly";
import { UNMET } from "./contents.ts";
import type { PlainReading } from "./fast.ts";
import * as F from "./frames.ts";
import { viewOf } from "./names.ts";
import type { Stack } from "./stack.ts";
import { IS_INEXACT, type Tables } from "./tables.ts";

/** What ends a run of the fast loop, as `assembly/loop.ts` has it. */
export const Ended = { AT_MARK: 0, UNCOMMON: 1, BEYOND_WINDOW: 2 } as const;

/** Places of the state's numbers at the start of memory, as `assembly/layout.ts` has them. */
const S = {
  ...LoopState,
  LAST_ID: OWN_STATE,
  DOCUMENTS: OWN_STATE + 1,
  KINDS: OWN_STATE + 2,
  DOUBTS: OWN_STATE + 3,
  LOST: OWN_STATE + 4,
  ONLY_COUNTS: OWN_STATE + 5,
  ROW_OF_AT: OWN_STATE + 6,
  ROWS_AT: OWN_STATE + 7,
  ASKS_NAMES: OWN_STATE + 8,
  URLS_AT: OWN_STATE + 9,
} as const;
const WORD = 4;
const URLS_AT = 128;

/** Bytes of the places for type URLs, which `assembly/loop.ts` knows, how many of them may be taken, and the bytes of all URLs there. */
const URL_PLACES = 1 << 14;
const MOST_URLS = 512;
const MOST_URL_BYTES = 1 << 16;

const WINDOW_AT = URLS_AT + URL_PLACES + MOST_URL_BYTES + SLACK;
/** Bytes of the largest window: it stays in a core's own cache. */
export const MOST_WINDOW = 1 << 19;
/** Bytes of a window into a blob that is in memory, unless a single field is longer. */
const WINDOW = 1 << 16;
/** Numbers of frames and slots that there is always room for. */
const FRAMES = 64 * F.STRIDE;
const SLOTS = 2048 * F.SLOT;
/** Numbers of either above which the exact path reads alone: what is so deep is no state of a machine, and memory does not shrink. */
const MOST_NUMBERS = 1 << 22;
/** Numbers of all tables that are kept at once; then they begin anew. */
const MOST_TABLES = 1 << 22;
const MEMORY_PAGE = 1 << 16;
const NO_BYTES = new Uint8Array();
const NO_VIEW = viewOf(NO_BYTES);

/** Where the copy of tables stands, in numbers: `rowOf`, then `rows`, of which so many are copied; and the room for both. */
interface Placed {
  readonly at: number;
  readonly rowOf: number;
  readonly rows: number;
  end: number;
}

/**
 * The memory of the fast loop: the state, a window of the blob, the frames and slots of one reading, and copies of the tables of those that
 * were read with last. One for all readings: one that goes on takes its place, and what another had in memory is its own again, copied.
 * While a reading is in memory the arrays of its stack are views into it, so the exact path works on them where they are; an array that
 * it replaced by a larger one is copied in at the next run.
 */
class LoopMemory {
  readonly #memory = new WebAssembly.Memory({ initial: 16 });
  readonly #run: () => number;
  readonly #learn: (url: number, length: number, plan: number) => void;
  readonly #skip: (to: number) => number;
  #words = new Int32Array(this.#memory.buffer);
  #memoryBytes = new Uint8Array(this.#memory.buffer);
  #window = this.#memoryBytes.subarray(WINDOW_AT);
  #room = { numbers: FRAMES, slots: SLOTS };
  #tablesFrom = 0;
  #tablesTo = 0;
  #placed = new WeakMap<Tables, Placed>();
  #owner: Stack | undefined;
  #numbers: Int32Array | undefined;
  #slots: Int32Array | undefined;
  /** Whose URLs are in memory, how many, and their bytes. */
  #tables: Tables | undefined;
  #urls = 0;
  #urlBytes = 0;
  readonly #inWindow = new LoopWindow();
  /** The reading of the run, and its bytes, for what the loop asks. */
  #reading: PlainReading | undefined;
  #bytes: Uint8Array = NO_BYTES;
  #view = NO_VIEW;

  constructor(module: WebAssembly.Module) {
    const { exports } = new WebAssembly.Instance(module, {
      env: { memory: this.#memory },
      loop: { isUtf8: (from: number, to: number) => invalidUtf8At(this.#bytes, from, to) < 0 },
      urls: { planAt: (from: number, to: number) => this.#planAt(from, to) },
      messages: { meets: (from: number, to: number) => this.#reading!.units.meets(this.#view, from, to) },
    });
    this.#run = exports.run as () => number;
    this.#learn = exports.learn as (url: number, length: number, plan: number) => void;
    this.#skip = exports.skip as (to: number) => number;
    this.#layOut(FRAMES, SLOTS);
  }

  /** The first bytes of the window, borrowed until the next run: to be filled and read where they are. */
  window(length: number): Uint8Array<ArrayBuffer> {
    this.forgetWindow();
    return this.#window.subarray(0, length);
  }

  /** Bytes at the start of a window of `length` that are fields with the key of the first one; there may be more of them. */
  skip(length: number): number {
    return this.#skip(length);
  }

  /** The bytes of a blob have changed. */
  forgetWindow(): void {
    this.#inWindow.forget();
  }

  /**
   * Takes what is plain of a reading up to `mark`; undefined when its stack is too large for it. Returns what ended it. Moves windows of
   * the blob into memory, unless the reading says that its bytes are there.
   */
  run(reading: PlainReading, mark: number): number | undefined {
    const { cursor, stack, findings } = reading;
    if (!this.#enter(stack, reading.plans.tables)) return undefined;
    const words = this.#words;
    words[S.FRAME] = stack.at * WORD;
    words[S.LAST_ID] = stack.lastId;
    words[S.DOCUMENTS] = stack.documents;
    words[S.KINDS] = 0;
    words[S.DOUBTS] = 0;
    words[S.LOST] = 0;
    words[S.ONLY_COUNTS] = findings.isFull("depends") ? 1 : 0;
    words[S.ASKS_NAMES] = reading.units.asks ? 1 : 0;
    words[S.MARK] = Math.max(cursor.at, Math.min(mark, cursor.bytes.length));
    words[S.POS] = cursor.at;
    this.#reading = reading;
    const ended = reading.isInWindow ? this.#runInWindow(cursor.bytes.length) : this.#runWindows(reading);
    this.#reading = undefined;
    this.#bytes = NO_BYTES;
    this.#view = NO_VIEW;
    cursor.at = words[S.POS]!;
    stack.at = words[S.FRAME]! / WORD;
    stack.lastId = words[S.LAST_ID]!;
    stack.documents = words[S.DOCUMENTS]!;
    if (words[S.KINDS]! & IS_INEXACT) reading.exact = false;
    if (words[S.DOUBTS] !== 0) findings.count("depends", words[S.DOUBTS]!);
    if (words[S.LOST] !== 0) findings.count("lost", words[S.LOST]!);
    return ended;
  }

  /** Has no more of a reading that is over. */
  release(stack: Stack): void {
    if (this.#owner === stack) this.#giveBack();
  }

  #runInWindow(length: number): number {
    this.#bytes = this.window(length);
    this.#view = viewOf(this.#bytes);
    this.#tellWindow(0, length, true);
    return this.#run();
  }

  #runWindows({ cursor }: PlainReading): number {
    const { bytes, at } = cursor;
    this.#bytes = bytes;
    this.#view = cursor.view;
    if (!this.#inWindow.has(at, bytes.length)) this.#moveWindow(bytes, at);
    const words = this.#words;
    let ended = this.#run();
    while (ended === Ended.BEYOND_WINDOW && this.#inWindow.gives(words[S.POS]!, MOST_WINDOW)) {
      this.#moveWindow(bytes, words[S.POS]!);
      ended = this.#run();
    }
    return ended;
  }

  /** Lets the window begin at `pos`. */
  #moveWindow(bytes: Uint8Array, pos: number): void {
    // Larger than others only for a field that is longer.
    const most = pos === this.#inWindow.from ? MOST_WINDOW : WINDOW;
    this.#inWindow.move(this.#window, bytes, pos, most);
    const { to } = this.#inWindow;
    this.#tellWindow(pos, to, to === bytes.length);
  }

  #tellWindow(from: number, to: number, isLast: boolean): void {
    const words = this.#words;
    words[S.WINDOW_FROM] = from;
    words[S.WINDOW_TO] = to;
    words[S.IS_LAST] = isLast ? 1 : 0;
  }

  /** Has the stack and the tables in memory; false when they are too large. */
  #enter(stack: Stack, tables: Tables): boolean {
    const isIn = this.#numbers === stack.numbers && this.#slots === stack.slots;
    if (!isIn) {
      const [numbers, slots] = [stack.numbers.length, stack.slots.length];
      if (Math.max(numbers, slots) > MOST_NUMBERS) return false;
      if (numbers > this.#room.numbers || slots > this.#room.slots) this.#layOut(numbers, slots);
    }
    const placed = this.#place(tables);
    if (!placed) return false;
    if (this.#tables !== tables) this.#forgetUrls();
    this.#tables = tables;
    this.#words[S.ROW_OF_AT] = placed.at * WORD;
    this.#words[S.ROWS_AT] = (placed.at + placed.rowOf) * WORD;
    // What was placed may have made memory grow.
    if (!isIn || this.#numbers !== stack.numbers) this.#load(stack);
    return true;
  }

  #load(stack: Stack): void {
    this.#giveBack();
    const view = (at: number, from: Int32Array, least: number): Int32Array<ArrayBuffer> => {
      const place = this.#words.subarray(at / WORD, at / WORD + Math.max(least, from.length));
      place.set(from);
      return place;
    };
    const words = this.#words;
    const numbers = view(words[S.FRAMES_AT]!, stack.numbers, FRAMES);
    const slots = view(words[S.SLOTS_AT]!, stack.slots, SLOTS);
    // What another reading left has stamps of its own.
    slots.fill(0, stack.slots.length);
    words[S.FRAMES_TO] = words[S.FRAMES_AT]! + numbers.byteLength;
    words[S.SLOTS_TO] = words[S.SLOTS_AT]! + slots.byteLength;
    stack.numbers = numbers;
    stack.slots = slots;
    this.#numbers = numbers;
    this.#slots = slots;
    this.#owner = stack;
    this.#inWindow.forget();
  }

  /** Makes what is in memory the own of its stack again. */
  #giveBack(): void {
    const stack = this.#owner;
    if (stack) {
      const { numbers, slots } = stack.used;
      if (stack.numbers === this.#numbers) stack.numbers = stack.numbers.slice(0, numbers);
      if (stack.slots === this.#slots) stack.slots = stack.slots.slice(0, slots);
    }
    this.#owner = undefined;
    this.#numbers = undefined;
    this.#slots = undefined;
  }

  /** Makes room for frames and slots, at least as much as there was; all tables are placed anew. */
  #layOut(numbers: number, slots: number): void {
    this.#giveBack();
    this.#room = { numbers: Math.max(numbers, this.#room.numbers), slots: Math.max(slots, this.#room.slots) };
    const framesAt = WINDOW_AT + MOST_WINDOW + SLACK;
    const slotsAt = framesAt + this.#room.numbers * WORD;
    this.#tablesFrom = slotsAt / WORD + this.#room.slots;
    this.#forgetTables();
    this.#grow(this.#tablesFrom);
    this.#words[S.URLS_AT] = URLS_AT;
    this.#words[S.WINDOW_AT] = WINDOW_AT;
    this.#words[S.FRAMES_AT] = framesAt;
    this.#words[S.SLOTS_AT] = slotsAt;
  }

  /** The plan of a URL in the blob, which the loop then knows too. */
  #planAt(from: number, to: number): number {
    const plan = this.#reading!.plans.contents.planAt(this.#view, from, to);
    const length = to - from;
    if (plan === UNMET || length > MOST_URL_BYTES / 16) return plan;
    if (this.#urls === MOST_URLS || this.#urlBytes + length > MOST_URL_BYTES) this.#forgetUrls();
    const at = URLS_AT + URL_PLACES + this.#urlBytes;
    this.#memoryBytes.set(this.#bytes.subarray(from, to), at);
    this.#learn(at, length, plan);
    this.#urls++;
    this.#urlBytes += length;
    return plan;
  }

  #forgetUrls(): void {
    if (this.#urls > 0) this.#words.fill(0, URLS_AT / WORD, (URLS_AT + URL_PLACES) / WORD);
    this.#urls = 0;
    this.#urlBytes = 0;
  }

  #forgetTables(): void {
    this.#placed = new WeakMap();
    this.#tablesTo = this.#tablesFrom;
  }

  /** Has a copy of the tables as they are; undefined when they are too large. */
  #place(tables: Tables): Placed | undefined {
    const { rowOf, rows, end, changed } = tables;
    let placed = this.#placed.get(tables);
    if (!placed || placed.rowOf !== rowOf.length || placed.rows !== rows.length) {
      const length = rowOf.length + rows.length;
      if (length > MOST_TABLES) return undefined;
      if (this.#tablesTo + length > this.#tablesFrom + MOST_TABLES) this.#forgetTables();
      this.#grow(this.#tablesTo + length);
      placed = { at: this.#tablesTo, rowOf: rowOf.length, rows: rows.length, end: 0 };
      this.#tablesTo += length;
      this.#placed.set(tables, placed);
    }
    const rowsAt = placed.at + placed.rowOf;
    if (placed.end !== end) {
      this.#words.set(rowOf, placed.at);
      this.#words.set(rows.subarray(placed.end, end), rowsAt + placed.end);
      placed.end = end;
    }
    for (const at of changed) this.#words[rowsAt + at] = rows[at]!;
    changed.length = 0;
    return placed;
  }

  #grow(numbers: number): void {
    const lacks = numbers * WORD - this.#memory.buffer.byteLength;
    if (lacks <= 0) return;
    // Views end with the buffer they look into.
    this.#giveBack();
    this.#memory.grow(Math.ceil(lacks / MEMORY_PAGE));
    this.#words = new Int32Array(this.#memory.buffer);
    this.#memoryBytes = new Uint8Array(this.#memory.buffer);
    this.#window = this.#memoryBytes.subarray(WINDOW_AT);
  }
}

/** The memory of this thread, made at first use; undefined where WebAssembly is refused. */
export const loop = madeOf(wasm, (module) => new LoopMemory(module));
