import { type Steps, straight } from "../../base/index.ts";
import type { MessageType, SchemaSet } from "../../schema/index.ts";
import { guideOf } from "../guide.ts";
import type { Counts } from "../model.ts";
import type { SchemaGuide } from "../shapes.ts";
import type { NodeBits } from "./bits.ts";
import type { Checkpoint } from "./checkpoint.ts";
import { leave, takeUntil } from "./fast.ts";
import * as F from "./frames.ts";
import { Pass } from "./pass.ts";
import type { Splits } from "./splits.ts";
import type { Marks, Signs } from "./state.ts";
import type { SurveyTables } from "./tables.ts";

/** What one pass over a blob tells without keeping a column: all counts, which nodes have a problem, and from where a page is made. */
export interface Survey {
  readonly bytes: Uint8Array;
  readonly set: SchemaSet;
  readonly guide: SchemaGuide;
  readonly tables: SurveyTables;
  readonly root: MessageType | undefined;
  readonly nodes: number;
  readonly depth: number;
  readonly counts: Readonly<Counts>;
  readonly marks: Marks;
  readonly signs: Readonly<Signs>;
  readonly problems: NodeBits;
  readonly superseded: NodeBits;
  /** The first is the start of the blob; each begins a page. */
  readonly checkpoints: readonly Checkpoint[];
  /** Ends of the messages that reach over a checkpoint. */
  readonly splits: Pick<Splits, "has" | "get">;
  /**
   * Places between checkpoints from which nodes can be counted on, some 4 KiB apart where there are many: fields of a message that a checkpoint
   * stands inside of begin there. Three numbers each (`frames.ts`); the frame is that of the checkpoint before.
   */
  readonly waypoints: Int32Array;
  readonly repeatedKeys: Map<number, number>;
  /** Of a start: the offset up to which it was read. The messages that reach beyond it end, so far, with the last node. */
  readonly readTo: number | undefined;
}

/** Longest blob that a survey takes: offsets are signed 32-bit integers. */
export const MOST_BYTES = 0x7fff_ffff;

/** Bytes of the blob to a page: some thousand nodes, made in well under a millisecond each. */
const PAGE_BYTES = 1 << 15;
/** A page of less than a node to so many of its bytes goes on, up to so many times its bytes: long fields, which are passed over. */
const SPARSE = 128;
const LONGEST = 16;
/** Bytes from one waypoint to the next, where pages are not smaller. */
const WAYPOINT_BYTES = 1 << 12;
/** A checkpoint takes at most the blob's bytes to the next one over this. */
const SHARE = 16;
/** A start is cut at one of the places that are so many bytes apart, past so many nodes: more than a screen shows. */
const START_STRIDE = 1 << 12;
const START_NODES = 4000;

/**
 * Reads a blob as a message of `root` from its first byte to its last and judges every field, as `decode` does.
 * Borrows the bytes, at most `MOST_BYTES`. Cost: linear in the bytes; memory: the checkpoints, at most a sixteenth of the blob, the
 * waypoints, twelve bytes to 4 KiB, and a bit a node up to the last one with a problem or a superseded value. `pageBytes` is for tests.
 */
export function survey(bytes: Uint8Array, set: SchemaSet, root: MessageType | undefined, pageBytes = PAGE_BYTES): Survey {
  return straight(surveySteps(bytes, set, root, pageBytes));
}

/** As `survey`, in steps of a page. */
export function* surveySteps(bytes: Uint8Array, set: SchemaSet, root: MessageType | undefined, pageBytes = PAGE_BYTES): Steps<Survey> {
  const pass = new Pass(bytes, set, guideOf(set), root);
  pass.longRun = pageBytes;
  const checkpoints: Checkpoint[] = [];
  while (!takePage(pass, checkpoints, pageBytes, MOST_BYTES)) yield pass.pos / bytes.length;
  pass.close();
  return surveyOf(pass, root, checkpoints, undefined);
}

/**
 * Reads only the start of a blob, some thousand nodes of it, of which no more than the bytes before `filled` are there yet; `bytes` is as
 * long as all of it, and zero from there on. What it tells of nodes is what `survey` tells of them, but for what only comes later: where
 * open messages end and which of a repeated key an open map entry is, and whether a value is superseded. The counts are those so far.
 * Undefined when no field ends before `filled`. Cost: linear in `filled`. `stride` and `pageBytes` are for tests.
 */
export function surveyStart(
  bytes: Uint8Array,
  filled: number,
  set: SchemaSet,
  root: MessageType | undefined,
  stride = START_STRIDE,
  pageBytes = PAGE_BYTES,
): Survey | undefined {
  const begin = (): Pass => {
    const pass = new Pass(bytes, set, guideOf(set), root);
    pass.longRun = pageBytes;
    return pass;
  };
  const readTo = endOfStart(begin(), Math.min(filled, bytes.length - 1), stride);
  if (readTo === 0) return undefined;
  const pass = begin();
  const checkpoints: Checkpoint[] = [];
  while (pass.pos < readTo) takePage(pass, checkpoints, pageBytes, readTo);
  pass.leaveOpen();
  return surveyOf(pass, root, checkpoints, readTo);
}

/** Where the last place is, of one each `stride` bytes, at which a pass may rest with no packed field open and nothing looked at from `filled` on. */
function endOfStart(pass: Pass, filled: number, stride: number): number {
  let end = 0;
  for (let mark = stride; pass.nodes < START_NODES && !takeUntil(pass, Math.min(mark, filled)); mark = pass.pos + stride) {
    if (pass.pos > filled || (pass.run?.to ?? 0) > filled) break;
    // An `Any` is opened by what its first field says: that must be there.
    if (!pass.run && pass.frames[pass.frame + F.NODE] !== pass.nodes - 1) end = pass.pos;
    if (pass.pos === filled) break;
  }
  return end;
}

/** Takes the fields of a page, up to `most` at the latest; true when the blob has ended. */
function takePage(pass: Pass, checkpoints: Checkpoint[], pageBytes: number, most: number): boolean {
  const made = pass.checkpoint();
  checkpoints.push(made);
  const least = made.pos + Math.max(pageBytes, SHARE * (made.frames.byteLength + made.slots.byteLength));
  const longest = made.pos + LONGEST * pageBytes;
  const stride = Math.min(WAYPOINT_BYTES, 1 + (pageBytes >> 2));
  for (let isSparse = false; ; ) {
    const { pos, nodes } = pass;
    const mark = pos + (isSparse ? pageBytes : stride);
    if (takeUntil(pass, Math.min(most, pos < least ? Math.min(least, mark) : mark))) return true;
    const isFull = pass.pos >= least && (pass.pos >= longest || SPARSE * (pass.nodes - made.nodes) >= pageBytes);
    if (isFull || pass.pos >= most) return false;
    isSparse = SPARSE * (pass.nodes - nodes) < pass.pos - pos;
    if (!pass.run && !isSparse) pass.wantWaypoint();
  }
}

function surveyOf(pass: Pass, root: MessageType | undefined, checkpoints: readonly Checkpoint[], readTo: number | undefined): Survey {
  const { bytes, set, guide, tables, nodes, depth, defaulted, marks, signs, problems, superseded, splits, repeatedKeys } = pass;
  const [unknown, mismatched, malformed] = [marks.unknown.count, marks.mismatched.count, marks.malformed.count];
  const known = nodes - pass.uncounted - unknown - mismatched - malformed;
  const counts = { known, unknown, defaulted, mismatched, malformed };
  const waypoints = pass.waypointCount === 0 ? F.NO_NUMBERS : pass.waypoints.slice(0, F.WAYPOINT * pass.waypointCount);
  leave(pass);
  // Written out: a small blob is tried with hundreds of roots, and spreading took as long as reading it.
  return {
    bytes,
    set,
    guide,
    tables,
    root,
    nodes,
    depth,
    counts,
    marks,
    signs,
    problems,
    superseded,
    checkpoints,
    splits,
    waypoints,
    repeatedKeys,
    readTo,
  };
}
