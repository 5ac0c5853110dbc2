import type { MessageType, SchemaSet } from "../../schema/index.ts";
import { guideOf } from "../guide.ts";
import type { Counts } from "../model.ts";
import type { SchemaGuide } from "../shapes.ts";
import type { NodeBits } from "./bits.ts";
import { takeUntil } from "./fast.ts";
import { Pass } from "./pass.ts";
import type { Checkpoint, Close } from "./rows.ts";
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
  readonly splits: ReadonlyMap<number, Close>;
  readonly repeatedKeys: Map<number, number>;
}

/** Longest blob that a survey takes: offsets are signed 32-bit integers. */
export const MOST_BYTES = 0x7fff_ffff;

/** Bytes of the blob to a page: some thousand nodes, made in well under a millisecond each. */
const PAGE_BYTES = 1 << 14;
/** A checkpoint takes at most the blob's bytes to the next one over this. */
const SHARE = 8;

/**
 * Reads a blob as a message of `root` from its first byte to its last and judges every field, as `decode` does.
 * Borrows the bytes, at most `MOST_BYTES`. Cost: linear in the bytes; memory: the checkpoints, at most an eighth of the blob, and a
 * bit a node up to the last one with a problem or a superseded value. `pageBytes` is for tests.
 */
export function survey(bytes: Uint8Array, set: SchemaSet, root: MessageType | undefined, pageBytes = PAGE_BYTES): Survey {
  const guide = guideOf(set);
  const pass = new Pass(bytes, set, guide, root);
  pass.longRun = pageBytes;
  const checkpoints: Checkpoint[] = [];
  let mark = 0;
  do {
    const made = pass.checkpoint();
    checkpoints.push(made);
    mark = Math.min(MOST_BYTES, pass.pos + Math.max(pageBytes, SHARE * (made.frames.byteLength + made.slots.byteLength)));
  } while (!takeUntil(pass, mark));
  pass.close();
  const { nodes, depth, defaulted, marks, signs, problems, superseded, splits, repeatedKeys } = pass;
  const [unknown, mismatched, malformed] = [marks.unknown.count, marks.mismatched.count, marks.malformed.count];
  const known = nodes - pass.uncounted - unknown - mismatched - malformed;
  const counts = { known, unknown, defaulted, mismatched, malformed };
  const { tables } = pass;
  return { bytes, set, guide, tables, root, nodes, depth, counts, marks, signs, problems, superseded, checkpoints, splits, repeatedKeys };
}
