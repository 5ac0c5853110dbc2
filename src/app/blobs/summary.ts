import type { BlobInfo, VerdictKind } from "../../worker/protocol.ts";
import type { BlobSummary } from "../state/blobs-slice.ts";
import { worstOf } from "../state/verdict.ts";
import type { BlobVerdict } from "../state/verdict-slice.ts";
import { bytesText, counted } from "../widgets/format.ts";
import type { StatusKind } from "../widgets/status.tsx";

/** What the list says of a blob: on which releases it does not restore, else the worst status with its count, else the size. */
export interface BlobWord {
  /** Absent until the blob was decoded once. */
  readonly kind: StatusKind | undefined;
  /** The worst verdict over the releases; takes the place of `kind`. */
  readonly verdict?: VerdictKind;
  readonly word: string;
  /** All of it in a sentence, for screen readers and the tooltip. */
  readonly says: string;
}

/** The word of a blob that was judged: its worst verdict, and on how many releases. */
export function verdictWordOf(word: BlobWord, verdict: BlobVerdict | undefined): BlobWord {
  const worst = worstOf(verdict);
  if (!worst) return word;
  const { kind, on } = worst;
  const said = kind === "restores" ? "restores" : kind === "depends" ? "depends" : `${kind} on ${on}`;
  const whole =
    kind === "restores"
      ? "restores on every release that has its root"
      : `${kind === "depends" ? `cannot be told on ${on}` : said} of the releases`;
  const guessed = verdict?.origin?.alike === undefined ? "" : ", if its root type is guessed right";
  return { ...word, verdict: kind, word: said, says: `${word.says}, ${whole}${guessed}` };
}

/** The word of a blob: malformed and mismatched fields first, then unknown ones, then its size. */
export function blobWord(blob: BlobInfo, summary: BlobSummary | undefined): BlobWord {
  const facts = [`${blob.source ?? blob.name}, ${bytesText(blob.bytes)}`];
  if (!summary) return { kind: undefined, word: bytesText(blob.bytes), says: `${facts[0]}, not decoded yet` };
  for (const kind of ["malformed", "mismatched", "unknown"] as const)
    if (summary[kind] > 0) facts.push(`${counted(summary[kind], "field")} ${kind}`);
  const problems = summary.malformed + summary.mismatched;
  const says = facts.length === 1 ? `${facts[0]}, every field known` : facts.join(", ");
  if (problems > 0) return { kind: summary.malformed > 0 ? "malformed" : "mismatched", word: counted(problems, "problem"), says };
  if (summary.unknown > 0) return { kind: "unknown", word: `${summary.unknown.toLocaleString("en")} unknown`, says };
  return { kind: "known", word: bytesText(blob.bytes), says };
}
