import type { MessageType, SchemaSet } from "../../schema/index.ts";
import { guideOf } from "../guide.ts";
import type { Counts } from "../model.ts";
import type { NodeBits } from "./bits.ts";
import { takeUntil } from "./fast.ts";
import { Pass } from "./pass.ts";

/** What one pass over a blob tells without keeping a column: all counts, and which nodes have a problem. */
export interface Survey {
  readonly nodes: number;
  readonly depth: number;
  readonly counts: Readonly<Counts>;
  readonly notable: number;
  readonly problems: NodeBits;
  readonly superseded: NodeBits;
}

/** Longest blob that a survey takes: offsets are signed 32-bit integers. */
export const MOST_BYTES = 0x7fff_ffff;

/**
 * Reads a blob as a message of `root` from its first byte to its last and judges every field, as `decode` does.
 * Borrows the bytes, at most `MOST_BYTES`. Cost: linear in the bytes; memory: that of the open messages, and a bit a node up to the
 * last one with a problem or a superseded value.
 */
export function survey(bytes: Uint8Array, set: SchemaSet, root: MessageType | undefined): Survey {
  const pass = new Pass(bytes, set, guideOf(set), root);
  takeUntil(pass, MOST_BYTES);
  return finish(pass);
}

function finish(pass: Pass): Survey {
  pass.close();
  const { nodes, depth, unknown, mismatched, malformed, defaulted } = pass;
  const known = nodes - pass.uncounted - unknown - mismatched - malformed;
  const { notable, problems, superseded } = pass;
  return { nodes, depth, counts: { known, unknown, defaulted, mismatched, malformed }, notable, problems, superseded };
}
