import { type KnownIn, knownIn, NoteBit, Status, type Why, whyAbsent } from "../decode/index.ts";
import type { BlobReading } from "../identify/index.ts";
import type { Field } from "../schema/index.ts";

/** What the releases other than the reading one know of a document. */
export type Knowledge = Pick<BlobReading, "decoded" | "others" | "writers" | "writer">;

/** What other releases call an unknown field, old to new; empty for what is known, a guess, or known nowhere. */
export function namesOf(knowledge: Knowledge, node: number): readonly KnownIn[] {
  const { decoded, others } = knowledge;
  if (decoded.nodes.status(node) !== Status.UNKNOWN || decoded.nodes.notes(node) & NoteBit.GUESS) return [];
  return knownIn(others, node);
}

/** The name under which an unknown field is shown: that of the release that lends its type, of its likeliest writer, else of the newest release that has one. */
export function likelyName(knowledge: Knowledge, node: number): KnownIn | undefined {
  // Below a borrowed type the row has the lender's name already.
  if (knowledge.decoded.nodes.notes(node) & NoteBit.BORROWED) return undefined;
  const names = namesOf(knowledge, node);
  const lender = knowledge.decoded.loans.get(node)?.release;
  return names.find(({ release }) => release === (lender ?? knowledge.writer.release)) ?? names.at(-1);
}

/** Why a field is absent from the message at `node` (-1: the root). */
export function whyOf(knowledge: Knowledge, node: number, field: Field): Why {
  return whyAbsent(knowledge.writers, { kind: "absent", node, field });
}

/** The reason of an absence in a few words, for the row. */
export const WHY_WORDS: Readonly<Record<Why, string>> = {
  "unknown-to-writer": "unknown to the writer",
  "default-omitted": "the writer leaves out the default",
  "cannot-tell": "cannot tell why",
};
