import { type Steps, straight } from "../base/index.ts";
import type { MessageType, SchemaSet } from "../schema/index.ts";
import type { Decoded, Loan, Reread } from "./model.ts";
import { PagedNodes } from "./survey/nodes.ts";
import { type Survey, surveyStart, surveySteps } from "./survey/survey.ts";

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

/** A blob of up to so many bytes is one page: its nodes take some ten times as many bytes, once they are asked for. */
const ONE_PAGE = 1 << 21;

/**
 * Reads a blob as a message of `root`; without a root everything is unknown and what looks like a message is opened as a guess.
 * Never throws on bad bytes. Borrows them: they must not change while the result is in use. Cost: linear in the bytes; the facts of its
 * nodes are made when they are asked for.
 */
export function decode(bytes: Uint8Array, set: SchemaSet, root: MessageType | undefined): Decoded {
  return straight(decodeSteps(bytes, set, root));
}

/** As `decode`, in steps. The facts of at most `held` nodes are kept at once, of many where that is not said. */
export function* decodeSteps(bytes: Uint8Array, set: SchemaSet, root: MessageType | undefined, held?: number): Steps<Decoded> {
  return decodedFrom(yield* surveySteps(bytes, set, root, bytes.length <= ONE_PAGE ? ONE_PAGE : undefined), held);
}

/** The start of a blob, as far as `surveyStart` reads it: a `Decoded` of its own, to be looked at until all is read. */
export function decodeStart(bytes: Uint8Array, filled: number, set: SchemaSet, root: MessageType): Decoded | undefined {
  const made = surveyStart(bytes, filled, set, root);
  return made && decodedFrom(made);
}

/** The reading of which a survey was made. Costs nothing. */
export function decodedFrom(made: Survey, held?: number): Decoded {
  const { bytes, set, guide, root, counts, marks, readTo } = made;
  const nodes = new PagedNodes(made, held);
  const notable = marks.notable.count;
  return { bytes, set, guide, root, nodes, counts, notable, loans: NO_LOANS, rereads: NO_REREADS, readTo };
}
