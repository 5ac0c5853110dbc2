import type { MessageType, SchemaSet } from "../../schema/index.ts";
import { WireType } from "../../wire/index.ts";
import { keyTypeOf, numberKey, textKey } from "../map-keys.ts";
import type { Mark } from "../nodes.ts";
import type { SchemaGuide } from "../shapes.ts";
import { NodeBits } from "./bits.ts";
import type { Checkpoint, Close, PackedRun } from "./checkpoint.ts";
import * as F from "./frames.ts";
import { LINE, type Lines } from "./lines.ts";
import { Splits } from "./splits.ts";
import { type SurveyTables, tablesOf } from "./tables.ts";

interface MapEntry {
  readonly node: number;
  readonly ordinal: number;
}

export type Marks = Readonly<Record<Mark, NodeBits>>;

/** What speaks for and against a release and root as the writer's, beyond the counts. */
export interface Signs {
  /** Bools that are 0 or 1 as they are written: a value that few bytes can be. */
  telling: number;
  /** Type URLs that name no type of the set, or stand in another field than an `Any`'s. */
  strangeUrls: number;
  /** The first of them, `NO_NODE` for none. */
  firstUrl: number;
  /** Bytes of another length than their field has. */
  wrongSizes: number;
  /** The first of them, `NO_NODE` for none. */
  firstWrongSize: number;
  /** Absent fields that their writer always writes. */
  missing: number;
  /** Those of the root among them. */
  missingInRoot: number;
  /** The first message below the root that lacks one, `NO_NODE` for none. */
  firstMissing: number;
}

/** Beyond all nodes. */
export const NO_NODE: number = Number.MAX_SAFE_INTEGER;

/** Nothing met so far. */
export function noSigns(): Signs {
  return {
    telling: 0,
    strangeUrls: 0,
    firstUrl: NO_NODE,
    wrongSizes: 0,
    firstWrongSize: NO_NODE,
    missing: 0,
    missingInRoot: 0,
    firstMissing: NO_NODE,
  };
}

/** Where a pass over a blob stands: the offset, the messages that are open, what was met of them, and what was counted. */
export class PassState {
  readonly bytes: Uint8Array;
  readonly set: SchemaSet;
  readonly guide: SchemaGuide;
  readonly tables: SurveyTables;
  readonly view: DataView;
  /** A packed payload longer than this is left open after its field's node, to be taken by `elements`. */
  longRun = 1 << 16;
  /** The packed field that is open. */
  run: PackedRun | undefined;
  pos = 0;
  /** Nodes so far: the index of the next. */
  nodes = 0;
  /** Offset of the innermost open frame in `frames`. */
  frame = 0;
  /** The arrays of the open messages, apart so that the fast loop's memory can give them back without holding the pass and its blob. */
  readonly arrays: F.Arrays = F.takeArrays();
  lastId = 0;
  /** What a checkpoint keeps of the slots, until it is copied. */
  #used = F.NO_NUMBERS;
  depth = 0;
  /** Nodes that are not counted: elements, and what is below an unknown field. */
  uncounted = 0;
  defaulted = 0;
  readonly marks: Marks = {
    unknown: new NodeBits(),
    mismatched: new NodeBits(),
    malformed: new NodeBits(),
    notable: new NodeBits(),
    strange: new NodeBits(),
    hidden: new NodeBits(),
  };
  readonly signs: Signs = noSigns();
  readonly superseded = new NodeBits();
  readonly problems = new NodeBits();
  /** Occurrence of a map key, of the entries whose key stood before. */
  readonly repeatedKeys: Map<number, number>;
  readonly splits = new Splits();
  /** As `Survey.waypoints`, with room for more. */
  waypoints = F.NO_NUMBERS;
  waypointCount = 0;
  /** Where the facts of the nodes go while they are written. Then nothing is counted or marked: the survey has done that. */
  lines: Lines | undefined;
  /** Frames beyond this are of messages whose nodes are passed over. */
  deepest = -1;
  protected readonly strange: (Map<number, number> | undefined)[] = [];
  protected readonly keys: (Map<string, MapEntry> | undefined)[] = [];

  constructor(
    bytes: Uint8Array,
    set: SchemaSet,
    guide: SchemaGuide,
    root: MessageType | undefined,
    repeatedKeys = new Map<number, number>(),
  ) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.set = set;
    this.guide = guide;
    this.tables = tablesOf(set, guide);
    this.repeatedKeys = repeatedKeys;
    this.frame = -F.STRIDE;
    this.open(-1, guide.shapeOf(root, bytes, 0, bytes.length), bytes.length, 0, 0);
  }

  get frames(): Int32Array<ArrayBuffer> {
    return this.arrays.frames;
  }

  get slots(): Int32Array<ArrayBuffer> {
    return this.arrays.slots;
  }

  get level(): number {
    return this.frame / F.STRIDE;
  }

  /**
   * Writes the nodes that are met from now on in the open messages and below, or no deeper than in the message of frame `deepest`.
   * What is open already is not among them.
   */
  write(lines: Lines, deepest = 0x3fff_ffff): void {
    this.lines = lines;
    this.deepest = deepest;
    this.longRun = 0;
    for (let frame = 0; frame <= this.frame; frame += F.STRIDE) this.frames[frame + F.LINE] = -1;
  }

  /**
   * A waypoint is due: here, when a checkpoint stands inside the innermost message, else behind the open child of the innermost that has
   * one. Cost: the messages that are open below it.
   */
  wantWaypoint(): void {
    const { frames, pos, nodes } = this;
    let { frame } = this;
    if (frames[frame + F.FLAGS]! & F.IS_SPLIT) this.addWaypoint(frame, pos, nodes);
    else {
      while ((frames[frame - F.STRIDE + F.FLAGS]! & F.IS_SPLIT) === 0) frame -= F.STRIDE;
      frames[frame + F.FLAGS]! |= F.ENDS_AT_WAYPOINT;
    }
  }

  /** Notes that in the message of a frame a field can begin at `pos`, of node `nodes`. */
  addWaypoint(frame: number, pos: number, nodes: number): void {
    const at = F.WAYPOINT * this.waypointCount++;
    this.waypoints = F.roomFor(this.waypoints, at + F.WAYPOINT);
    this.waypoints[at] = pos;
    this.waypoints[at + F.WAYPOINT_NODE] = nodes;
    this.waypoints[at + F.WAYPOINT_FRAME] = frame;
  }

  /** Closes the innermost frame, whose end is at `pos`; a group is `open` when its message ends before it does. */
  close(open = true): void {
    const { frames, frame } = this;
    const type = frames[frame + F.TYPE]!;
    const node = frames[frame + F.NODE]!;
    if (type >= 0) {
      this.defaulted += this.tables.plans.loose[type]! - frames[frame + F.SEEN]!;
      if (this.tables.always[type]) this.missing(frame);
    }
    this.strange[this.level] = undefined;
    this.keys[this.level] = undefined;
    this.frame = frame - F.STRIDE;
    if (this.frame < 0) return;
    const flags = frames[frame + F.FLAGS]!;
    const isGroup = (flags & F.IS_GROUP) !== 0;
    if (flags & F.ENDS_AT_WAYPOINT && !this.lines) this.addWaypoint(this.frame, this.pos, this.nodes);
    if (flags & F.IS_ENTRY && !this.lines) this.entry(frame);
    if (isGroup && frames[frame + F.GROUP] === 1 && frames[this.frame + F.FLAGS]! & F.IS_ENTRY) frames[this.frame + F.KEY_TO] = this.pos;
    const line = this.lines ? frames[frame + F.LINE]! : -1;
    if (this.lines ? line < 0 : (flags & F.IS_SPLIT) === 0) return;
    const close: Close = { end: this.nodes, group: isGroup ? { to: this.pos, open } : undefined };
    if (this.lines) this.lines.closed(line, close);
    else this.splits.close(node, close);
  }

  /** The state before the field at `pos`. Marks the open messages as split. Cost: the slots of the open messages. */
  checkpoint(): Checkpoint {
    const { frames, slots } = this;
    let used = 0;
    for (let frame = 0; frame <= this.frame; frame += F.STRIDE) {
      if (frame > 0 && (frames[frame + F.FLAGS]! & F.IS_SPLIT) === 0) this.splits.add(frames[frame + F.NODE]!);
      frames[frame + F.FLAGS]! |= F.IS_SPLIT;
      const type = frames[frame + F.TYPE]!;
      const base = frames[frame + F.BASE]!;
      for (let slot = base; type >= 0 && slot < base + this.tables.slots[type]!; slot++) {
        const at = slot * F.SLOT;
        if (slots[at + F.STAMP]! >> 1 !== frames[frame + F.ID]) continue;
        this.#used = F.roomFor(this.#used, used + 3);
        this.#used[used++] = at;
        this.#used[used++] = slots[at + F.STAMP]!;
        this.#used[used++] = slots[at + F.COUNT]!;
      }
    }
    const strange = this.strange.flatMap((numbers, level) =>
      numbers && level <= this.level ? [...numbers].map(([number, count]) => [level, number, count] as const) : [],
    );
    const { run, pos, nodes, frame, lastId } = this;
    return {
      run,
      pos,
      nodes,
      frame,
      lastId,
      frames: frames.slice(0, frame + F.STRIDE),
      slots: used === 0 ? F.NO_NUMBERS : this.#used.slice(0, used),
      strange,
    };
  }

  /** Lets the open messages end, so far, with the last node. */
  leaveOpen(): void {
    const { frames, nodes, pos } = this;
    for (let frame = F.STRIDE; frame <= this.frame; frame += F.STRIDE) {
      const isGroup = (frames[frame + F.FLAGS]! & F.IS_GROUP) !== 0;
      if ((frames[frame + F.FLAGS]! & F.IS_SPLIT) === 0) this.splits.add(frames[frame + F.NODE]!);
      this.splits.close(frames[frame + F.NODE]!, { end: nodes, group: isGroup ? { to: pos, open: false } : undefined });
    }
  }

  /** Stands where `checkpoint` was taken, to make rows: the counts start from 0. */
  resume(checkpoint: Checkpoint): void {
    const { frame, frames, slots, strange } = checkpoint;
    this.run = checkpoint.run;
    this.pos = checkpoint.pos;
    this.nodes = checkpoint.nodes;
    this.frame = frame;
    this.lastId = checkpoint.lastId;
    this.arrays.frames = F.roomFor(this.frames, frames.length);
    this.frames.set(frames);
    const type = frames[frame + F.TYPE]!;
    this.arrays.slots = F.roomFor(this.slots, (frames[frame + F.BASE]! + (type < 0 ? 0 : this.tables.slots[type]!)) * F.SLOT);
    // Ids that were given since may be given again.
    this.slots.fill(0);
    for (let i = 0; i < slots.length; i += 3) {
      this.slots[slots[i]! + F.STAMP] = slots[i + 1]!;
      this.slots[slots[i]! + F.COUNT] = slots[i + 2]!;
    }
    this.strange.length = 0;
    this.keys.length = 0;
    for (const [level, number, count] of strange) {
      this.strange[level] ??= new Map();
      this.strange[level].set(number, count);
    }
  }

  /** Goes on at a waypoint after the checkpoint at which it stands. Of the open message it does not know what stands between the two. */
  skipTo(pos: number, nodes: number, frame: number): void {
    this.run = undefined;
    this.pos = pos;
    this.nodes = nodes;
    this.frame = frame;
    this.strange.length = Math.min(this.strange.length, this.level + 1);
  }

  protected open(node: number, shape: number, end: number, flags: number, group: number): void {
    const before = this.frame;
    const type = shape === this.guide.unknown ? -1 : this.guide.typeOf(shape)!.id;
    this.frame = before + F.STRIDE;
    this.arrays.frames = F.roomFor(this.frames, this.frame + F.STRIDE);
    const { frames, frame } = this;
    const outer = before < 0 ? -1 : frames[before + F.TYPE]!;
    const base = before < 0 ? 0 : frames[before + F.BASE]! + (outer < 0 ? 0 : this.tables.slots[outer]!);
    if (type >= 0) this.arrays.slots = F.roomFor(this.slots, (base + this.tables.slots[type]!) * F.SLOT);
    frames[frame + F.END] = end;
    frames[frame + F.TYPE] = type;
    frames[frame + F.SHAPE] = shape;
    frames[frame + F.BASE] = base;
    frames[frame + F.TOP_ORDER] = -1;
    frames[frame + F.SEEN] = 0;
    frames[frame + F.ID] = ++this.lastId;
    frames[frame + F.NODE] = node;
    frames[frame + F.LINE] = this.lines && before <= this.deepest ? this.lines.next - LINE : -1;
    frames[frame + F.GROUP] = group | 0;
    frames[frame + F.KEY_FROM] = -1;
    frames[frame + F.START] = this.pos;
    // What is not empty has a node.
    if (this.pos < end) this.depth = Math.max(this.depth, this.level + 1);
    frames[frame + F.FLAGS] = flags;
  }

  /** Counts the fields that the message of a frame lacks though its writer always writes them. */
  missing(frame: number): void {
    const { frames, slots, signs } = this;
    const id = frames[frame + F.ID]!;
    let missing = 0;
    for (const place of this.tables.always[frames[frame + F.TYPE]!]!)
      if (slots[(frames[frame + F.BASE]! + place) * F.SLOT + F.STAMP]! >> 1 !== id) missing++;
    signs.missing += missing;
    if (frame === 0) signs.missingInRoot = missing;
    else if (missing > 0) signs.firstMissing = Math.min(signs.firstMissing, frames[frame + F.NODE]!);
  }

  /** Marks a node of field `ref` whose value the reader drops for a later one. */
  supersede(node: number, ref: number): void {
    // What is written takes it from the survey.
    if (this.lines) return;
    const { notable } = this.marks;
    this.superseded.add(node);
    if (this.tables.isBool[ref] && !notable.has(node) && !this.problems.has(node)) this.signs.telling--;
    notable.add(node);
  }

  /** True when a slot was written for the innermost message. */
  protected isStamped(at: number): boolean {
    return this.slots[at + F.STAMP]! >> 1 === this.frames[this.frame + F.ID];
  }

  protected strangeField(number: number): number {
    const { frames, frame, level } = this;
    this.strange[level] ??= new Map();
    frames[frame + F.FLAGS]! |= F.HAS_MAPS;
    const numbers = this.strange[level];
    const seen = numbers.get(number) ?? 0;
    numbers.set(number, seen + 1);
    const type = frames[frame + F.TYPE]!;
    if (type < 0 || !this.set.types[type]!.isEnum) return seen;
    // An unknown number in an enum's message clears the variant read so far.
    const at = (frames[frame + F.BASE]! + this.set.types[type]!.fields.length) * F.SLOT;
    const { slots } = this;
    if (this.isStamped(at) && slots[at + F.LAST]! >= 0) this.supersede(slots[at + F.LAST]!, slots[at + F.COUNT]!);
    slots[at + F.LAST] = -1;
    return seen;
  }

  /** A map entry that has just closed: of two with one key the last wins, and the path tells them apart. */
  protected entry(frame: number): void {
    const { bytes, frames } = this;
    const node = frames[frame + F.NODE]!;
    const ref = frames[frame + F.GROUP]!;
    const type = keyTypeOf(this.set, ref);
    const from = frames[frame + F.KEY_FROM]!;
    let key = "";
    if (type === "string") key = textKey(bytes, frames[frame + F.START]!, frames[frame + F.END]!);
    else if (from >= 0) key = numberKey(bytes, type, frames[frame + F.KEY_WIRE] === WireType.VARINT, from, frames[frame + F.KEY_TO]!);
    key = `${ref}:${key}`;
    this.keys[this.level] ??= new Map();
    frames[this.frame + F.FLAGS]! |= F.HAS_MAPS;
    const keys = this.keys[this.level]!;
    const before = keys.get(key);
    const ordinal = before === undefined ? 0 : before.ordinal + 1;
    if (before) {
      this.supersede(before.node, ref);
      this.repeatedKeys.set(node, ordinal);
    }
    keys.set(key, { node, ordinal });
  }
}
