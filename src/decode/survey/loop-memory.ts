import { invalidUtf8At } from "../../base/index.ts";
import { LoopState, LoopWindow, madeOf, OWN_STATE, SLACK } from "../../wire/index.ts";
import wasm from "./assembly/loop.ts?assembly";
import * as F from "./frames.ts";
import type { Lines } from "./lines.ts";
import type { Pass } from "./pass.ts";
import type { SurveyTables } from "./tables.ts";
import { looksLikeAny } from "./urls.ts";

/** What ends a run of the fast loop, as `assembly/loop.ts` has it. */
export const Ended = { ALL: 0, AT_MARK: 1, UNCOMMON: 2, CLOSES: 3, BEYOND_WINDOW: 4 } as const;

/** Places of the state's numbers at the start of memory, as `assembly/layout.ts` has them. */
const S = {
  ...LoopState,
  NODES: OWN_STATE,
  LAST_ID: OWN_STATE + 1,
  DEEPEST: OWN_STATE + 2,
  DEFAULTED: OWN_STATE + 3,
  UNCOUNTED: OWN_STATE + 4,
  TELLING: OWN_STATE + 5,
  MISSING: OWN_STATE + 6,
  FIRST_MISSING: OWN_STATE + 7,
  LONG_RUN: OWN_STATE + 8,
  LINES_AT: OWN_STATE + 9,
  LINES_TO: OWN_STATE + 10,
  NEXT_LINE: OWN_STATE + 11,
  WRITTEN_TO: OWN_STATE + 12,
  TYPES_AT: OWN_STATE + 13,
  URLS_AT: OWN_STATE + 14,
  KNOWN_URL: OWN_STATE + 15,
  ANY_SHAPES: OWN_STATE + 16,
  ANY_TYPE: OWN_STATE + 17,
} as const;
const WORD = 4;
const STATE_BYTES = 128;

const MOST_WINDOW = 1 << 16;
/** Numbers of a type, of an entry, and of what stands before the entries of a type: how many there are. */
const TYPE = 4;
const ENTRY = 4;
const HEADER = 4;
/** Numbers of the type URLs that were met, which stand before the types. */
const URLS = 256 * 32;
/** Numbers of all tables that are kept at once; then they begin anew. */
const MOST_TABLES = 1 << 23;
/** Numbers of frames and of slots, and of lines, above which the exact path reads alone: what is so deep is no state of a machine, and memory does not shrink. */
const MOST_OPEN = 1 << 17;
const MOST_LINES = 1 << 22;
const MEMORY_PAGE = 1 << 16;

/** A pass's arrays that lie in memory: views into it, and the arrays of its own that they stand for. */
interface Loaded {
  readonly arrays: F.Arrays;
  readonly own: Readonly<F.Arrays>;
  readonly lent: Readonly<F.Arrays>;
}

/**
 * The memory of the fast loop: the state, a window of the blob, the arrays of one pass, and the tables of the schema sets that were
 * read with last. One for all passes: a pass that goes on takes its place, and what it had in memory before another came is its own
 * again, copied. While a pass is in memory its `frames`, its `slots` and the facts of its lines are views into it, so the exact path works on them
 * where they are; an array that it replaced by a larger one is copied in at the next run.
 */
class LoopMemory {
  readonly #memory = new WebAssembly.Memory({ initial: 4 });
  readonly #run: () => number;
  #words = new Int32Array(this.#memory.buffer);
  #window = new Uint8Array(this.#memory.buffer, STATE_BYTES, MOST_WINDOW);
  /** Room for numbers of frames, slots and lines, in this order after the window. */
  #room = { frames: 0, slots: 0, facts: 0 };
  #tablesFrom = 0;
  #tablesTo = 0;
  #placed = new WeakMap<SurveyTables, number>();
  #loaded: Loaded | undefined;
  #lines: Lines | undefined;
  /** The view into memory that the lines stand in. */
  #facts: Int32Array<ArrayBuffer> | undefined;
  readonly #inWindow = new LoopWindow();
  /** The pass of the run, for what the loop asks. */
  #pass: Pass | undefined;

  constructor(module: WebAssembly.Module) {
    const loop = {
      notable: (node: number) => this.#pass!.marks.notable.add(node),
      looksLikeAny: (from: number, to: number) => looksLikeAny(this.#pass!.bytes, from, to),
      isUtf8: (from: number, to: number) => invalidUtf8At(this.#pass!.bytes, from, to) < 0,
    };
    const any = {
      anyShape: (from: number, to: number) => this.#pass!.guide.anyShape(this.#pass!.bytes, from, to),
      isKnownUrl: (shape: number, at: number) => this.#pass!.guide.isKnownUrl(shape, at),
    };
    const { exports } = new WebAssembly.Instance(module, { loop, any, env: { memory: this.#memory } });
    this.#run = exports.run as () => number;
    this.#layOut({ frames: F.STRIDE * F.FIRST_FRAMES, slots: F.SLOT * 256, facts: 0 });
  }

  /** Takes common fields of `pass` up to `mark`; undefined when the pass is too large for it. Returns what ended it. */
  run(pass: Pass, mark: number): number | undefined {
    const { lines } = pass;
    if (!this.#enter(pass)) return undefined;
    const words = this.#words;
    words[S.NODES] = pass.nodes;
    words[S.FRAME] = pass.frame * WORD;
    words[S.LAST_ID] = pass.lastId;
    words[S.DEEPEST] = -F.STRIDE * WORD;
    words[S.MARK] = Math.max(pass.pos, Math.min(mark, pass.bytes.length));
    words[S.LONG_RUN] = pass.longRun;
    words[S.NEXT_LINE] = lines ? words[S.LINES_AT]! + lines.next * WORD : 0;
    words[S.WRITTEN_TO] = Math.min(pass.deepest, F.MOST_LEVELS * F.STRIDE) * WORD;
    words[S.DEFAULTED] = 0;
    words[S.UNCOUNTED] = 0;
    words[S.TELLING] = 0;
    words[S.MISSING] = 0;
    words[S.FIRST_MISSING] = -1;
    this.#pass = pass;
    let { pos } = pass;
    if (!this.#inWindow.has(pos, pass.bytes.length)) this.#moveWindow(pass.bytes, pos);
    words[S.POS] = pos;
    const ended = this.#runOn(pass.bytes);
    pos = words[S.POS]!;
    this.#pass = undefined;
    pass.pos = pos;
    pass.nodes = words[S.NODES]!;
    pass.frame = words[S.FRAME]! / WORD;
    pass.lastId = words[S.LAST_ID]!;
    pass.depth = Math.max(pass.depth, words[S.DEEPEST]! / WORD / F.STRIDE + 1);
    pass.defaulted += words[S.DEFAULTED]!;
    pass.uncounted += words[S.UNCOUNTED]!;
    pass.signs.telling += words[S.TELLING]!;
    pass.signs.missing += words[S.MISSING]!;
    if (words[S.FIRST_MISSING] !== -1) pass.signs.firstMissing = Math.min(pass.signs.firstMissing, words[S.FIRST_MISSING]!);
    if (lines) lines.next = (words[S.NEXT_LINE]! - words[S.LINES_AT]!) / WORD;
    return ended;
  }

  /** Lets the loop run, in one window after the other. Short, as on a blob of long fields it is what takes the time. Returns what ended it. */
  #runOn(bytes: Uint8Array): number {
    const words = this.#words;
    for (;;) {
      const ended = this.#run();
      const pos = words[S.POS]!;
      // Nothing is gained by a window that begins where this one does: a long field.
      if (ended !== Ended.BEYOND_WINDOW || pos === this.#inWindow.from) return ended;
      this.#moveWindow(bytes, pos);
    }
  }

  /** Has the pass and its tables in memory; false when they are too large. */
  #enter(pass: Pass): boolean {
    const { frames, slots, lines, tables } = pass;
    const hasArrays = this.#loaded?.lent.frames === frames && this.#loaded.lent.slots === slots;
    if (!hasArrays || this.#facts !== lines?.facts) {
      const room = { frames: frames.length, slots: slots.length, facts: lines?.facts.length ?? 0 };
      if (Math.max(room.frames, room.slots) > MOST_OPEN || room.facts > MOST_LINES) return false;
      if (room.frames > this.#room.frames || room.slots > this.#room.slots || room.facts > this.#room.facts) this.#layOut(room);
    }
    const types = this.#placed.get(tables) ?? this.#place(tables);
    if (types === undefined) return false;
    this.#words[S.TYPES_AT] = types;
    this.#words[S.URLS_AT] = types - (TYPE + URLS) * WORD;
    this.#words[S.ANY_SHAPES] = pass.guide.unknown + 1;
    this.#words[S.ANY_TYPE] = pass.guide.anyType;
    if (!this.#loaded || !hasArrays) this.#load(pass);
    if (this.#facts !== lines?.facts) this.#loadLines(lines);
    return true;
  }

  /** Lends `array` memory at `at`, with the first `used` of its numbers. */
  #view(at: number, array: Int32Array, used: number): Int32Array<ArrayBuffer> {
    const words = this.#words;
    words.set(used < array.length ? array.subarray(0, used) : array, at / WORD);
    return words.subarray(at / WORD, at / WORD + array.length);
  }

  #load(pass: Pass): void {
    this.#unload();
    const words = this.#words;
    const { arrays } = pass;
    const own = { ...arrays };
    arrays.frames = this.#view(words[S.FRAMES_AT]!, own.frames, pass.frame + F.STRIDE);
    arrays.slots = this.#view(words[S.SLOTS_AT]!, own.slots, own.slots.length);
    words[S.FRAMES_TO] = words[S.FRAMES_AT]! + arrays.frames.byteLength;
    words[S.SLOTS_TO] = words[S.SLOTS_AT]! + arrays.slots.byteLength;
    words[S.KNOWN_URL] = 0;
    this.#loaded = { arrays, own, lent: { ...arrays } };
    this.#inWindow.forget();
  }

  /** The pass is over: its arrays, which are nobody's now. What stands in memory is forgotten. */
  leave(arrays: F.Arrays): F.Arrays {
    if (this.#loaded?.arrays !== arrays) return arrays;
    const { own, lent } = this.#loaded;
    this.#loaded = undefined;
    return arrays.frames === lent.frames && arrays.slots === lent.slots ? own : arrays;
  }

  #loadLines(lines: Lines | undefined): void {
    this.#unloadLines();
    if (!lines) return;
    const words = this.#words;
    const at = words[S.SLOTS_AT]! + this.#room.slots * WORD;
    const facts = this.#view(at, lines.facts, lines.next);
    words[S.LINES_AT] = at;
    words[S.LINES_TO] = at + facts.byteLength;
    lines.lend(facts);
    this.#lines = lines;
    this.#facts = facts;
  }

  /** Makes the arrays in memory the own of their pass again. */
  #unload(): void {
    const loaded = this.#loaded;
    if (!loaded) return;
    const { arrays, own, lent } = loaded;
    for (const key of ["frames", "slots"] as const) {
      // The exact path may have made a larger one meanwhile.
      if (arrays[key] !== lent[key]) continue;
      own[key].set(lent[key]);
      arrays[key] = own[key];
    }
    this.#loaded = undefined;
  }

  #unloadLines(): void {
    if (this.#facts !== undefined && this.#lines?.facts === this.#facts) this.#lines.settle();
    this.#lines = undefined;
    this.#facts = undefined;
    this.#words[S.LINES_AT] = 0;
    this.#words[S.LINES_TO] = 0;
  }

  /** Makes all that is in memory the own of its pass again. */
  #giveBack(): void {
    this.#unload();
    this.#unloadLines();
  }

  /** Makes room, at least as much as there was; all tables are placed anew. */
  #layOut(room: { frames: number; slots: number; facts: number }): void {
    this.#giveBack();
    const twice = (old: number, wanted: number) => (wanted > old ? Math.max(wanted, 2 * old) : old);
    this.#room = {
      frames: twice(this.#room.frames, room.frames),
      slots: twice(this.#room.slots, room.slots),
      facts: twice(this.#room.facts, room.facts),
    };
    const { frames, slots, facts } = this.#room;
    const framesAt = STATE_BYTES + MOST_WINDOW + SLACK;
    const slotsAt = framesAt + frames * WORD;
    this.#tablesFrom = slotsAt + (slots + facts) * WORD;
    this.#forgetTables();
    this.#grow(this.#tablesFrom);
    this.#words[S.WINDOW_AT] = STATE_BYTES;
    this.#words[S.FRAMES_AT] = framesAt;
    this.#words[S.SLOTS_AT] = slotsAt;
  }

  #forgetTables(): void {
    this.#placed = new WeakMap();
    this.#tablesTo = this.#tablesFrom;
  }

  /** Copies tables in. Returns where the types stand; undefined when they are too large. */
  #place(tables: SurveyTables): number | undefined {
    const { row, keys, code, arg, ref, oneofSlot, slots, always, plans } = tables;
    const places = always.reduce((sum, of) => sum + (of ? of.length + 1 : 0), 0);
    // A message of which nothing is known has the last row, and as type -1 stands before the first.
    const length = URLS + (TYPE + HEADER) * row.length + ENTRY * code.length + places;
    if (length > MOST_TABLES) return undefined;
    if (this.#tablesTo + length * WORD > this.#tablesFrom + MOST_TABLES * WORD) this.#forgetTables();
    this.#grow(this.#tablesTo + length * WORD);
    const words = this.#words;
    const typesAt = this.#tablesTo / WORD + URLS + TYPE;
    words.fill(0, typesAt - TYPE - URLS, typesAt - TYPE);
    let at = typesAt + TYPE * always.length;
    let placesAt = at + HEADER * row.length + ENTRY * code.length;
    for (let type = 0; type < row.length; type++) {
      const of = always[type];
      const numbers = [(at + HEADER) * WORD, slots[type]! * F.SLOT * WORD, plans.loose[type] ?? 0, of ? placesAt * WORD : 0];
      words.set(numbers, typesAt + TYPE * (type === always.length ? -1 : type));
      if (of) {
        words[placesAt++] = of.length;
        words.set(of, placesAt);
        placesAt += of.length;
      }
      words[at] = keys[type]!;
      at += HEADER;
      for (let i = row[type]!; i < row[type]! + keys[type]!; i++) {
        words[at] = code[i]!;
        words[at + 1] = arg[i]!;
        words[at + 2] = ref[i]!;
        words[at + 3] = oneofSlot[i]!;
        at += ENTRY;
      }
    }
    this.#tablesTo += length * WORD;
    this.#placed.set(tables, typesAt * WORD);
    return typesAt * WORD;
  }

  #grow(bytes: number): void {
    const lacks = bytes - this.#memory.buffer.byteLength;
    if (lacks <= 0) return;
    // Views end with the buffer they look into.
    this.#giveBack();
    this.#memory.grow(Math.ceil(lacks / MEMORY_PAGE));
    this.#words = new Int32Array(this.#memory.buffer);
    this.#window = new Uint8Array(this.#memory.buffer, STATE_BYTES, MOST_WINDOW);
  }

  /** Lets the window begin at `pos`. */
  #moveWindow(bytes: Uint8Array, pos: number): void {
    this.#inWindow.move(this.#window, bytes, pos, MOST_WINDOW);
    const { to } = this.#inWindow;
    this.#words[S.WINDOW_FROM] = pos;
    this.#words[S.WINDOW_TO] = to;
    this.#words[S.IS_LAST] = to === bytes.length ? 1 : 0;
  }
}

/** The memory of this thread, made at first use; undefined where WebAssembly is refused. */
export const loop = madeOf(wasm, (module) => new LoopMemory(module));
