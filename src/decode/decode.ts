import type { MessageType, SchemaSet } from "../schema/index.ts";
import { scan } from "../wire/index.ts";
import { annotate } from "./annotate.ts";
import { JudgedNodes } from "./columns.ts";
import { guideOf } from "./guide.ts";
import type { Decoded, Loan, Reread } from "./model.ts";

const NO_LOANS: ReadonlyMap<number, Loan> = new Map();
const NO_REREADS: ReadonlyMap<number, Reread> = new Map();

/** The set that knows nothing: with it a blob is read raw. */
export const NO_SCHEMA: SchemaSet = {
  release: "",
  types: [],
  fields: [],
  enums: [],
  typeByName: new Map(),
  roots: [],
  files: [],
  problems: [],
};

/**
 * Reads a blob as a message of `root`; without a root everything is unknown and what looks like a message is opened as a guess.
 * Never throws on bad bytes. Borrows them: they must not change while the result is in use. Cost: linear in the bytes.
 */
export function decode(bytes: Uint8Array, set: SchemaSet, root: MessageType | undefined): Decoded {
  const guide = guideOf(set);
  const wire = scan(bytes, guide, guide.shapeOf(root, bytes, 0, bytes.length));
  const judged = annotate(bytes, set, guide, root, wire);
  const { counts, notable } = judged;
  return { bytes, set, guide, root, nodes: new JudgedNodes(wire, judged), counts, notable, loans: NO_LOANS, rereads: NO_REREADS };
}
