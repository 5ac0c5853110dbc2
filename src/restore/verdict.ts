import { part, type Steps, straight } from "../base/index.ts";
import { findType, type SchemaSet } from "../schema/index.ts";
import { Findings } from "./findings.ts";
import type { Doubt, ReaderVerdict, VerdictKind, VerdictOptions } from "./model.ts";
import { plansFor } from "./plans-for.ts";
import { Reading } from "./reader.ts";
import { resave } from "./resave.ts";

/** Findings kept when nothing else is asked for. */
const LIMIT = 1000;

const RANK: Readonly<Record<VerdictKind, number>> = { "no-root": 0, restores: 1, loses: 2, depends: 3, fails: 4 };

/**
 * What the reader's release makes of a blob of the root type. `writers` are the schemas of the releases that may have written it: they are
 * asked where the reader's own schema is not exact, and for what a sentence says. With several, the verdict is the worst over them: what
 * restores, restores whoever of them wrote it. Linear in the blob; never throws for bad input.
 */
export function verdict(
  bytes: Uint8Array,
  root: string,
  reader: SchemaSet,
  writers: SchemaSet | readonly SchemaSet[] | undefined,
  options: VerdictOptions = {},
): ReaderVerdict {
  return straight(verdictSteps(bytes, root, reader, writers, options));
}

/** As `verdict`, in slices of some milliseconds. */
export function* verdictSteps(
  bytes: Uint8Array,
  root: string,
  reader: SchemaSet,
  writers: SchemaSet | readonly SchemaSet[] | undefined,
  options: VerdictOptions = {},
): Steps<ReaderVerdict> {
  const candidates = writers === undefined ? [] : "types" in writers ? [writers] : writers;
  const isSure = candidates.length === 1;
  const of = Math.max(1, candidates.length);
  let worst = yield* part(read(bytes, root, reader, candidates[0], isSure, options), 0, 1 / of);
  // Where all is exact, or a failure is certain, it does not matter who wrote it.
  if (worst.exact || worst.verdict === "no-root" || worst.verdict === "fails") return worst;
  for (let i = 1; i < candidates.length; i++) {
    const next = yield* part(read(bytes, root, reader, candidates[i], isSure, options), i / of, (i + 1) / of);
    if (RANK[next.verdict] > RANK[worst.verdict]) worst = next;
  }
  return worst;
}

function* read(
  bytes: Uint8Array,
  root: string,
  reader: SchemaSet,
  writer: SchemaSet | undefined,
  isSure: boolean,
  options: VerdictOptions,
): Steps<ReaderVerdict> {
  const type = findType(reader, root);
  const { release } = reader;
  if (!type) return { release, verdict: "no-root", exact: false, findingsTotal: 0, findings: [], notes: [] };
  const plans = plansFor(reader, writer, options.evidence);
  const plan = plans.of(type, writer && findType(writer, root));
  const attempt = (withModel: boolean): Reading =>
    new Reading(bytes, plans, plan, new Findings(options.limit ?? LIMIT, isSure ? writer?.release : undefined), withModel);
  const { windows } = options;
  // Which keys a map has is told when it ends, from all of its bytes.
  if (plan.maps.length > 0) windows?.whole();
  const streamed = windows ? windows.run(attempt(false)) : yield* attempt(false).steps();
  if (streamed.needsModel) windows?.whole();
  const again = streamed.needsModel ? yield* part(attempt(true).steps(), streamed.cursor.at / bytes.length, 1) : undefined;
  const { findings, exact } = again ?? streamed;
  return {
    release,
    verdict: findings.verdict,
    exact,
    findingsTotal: findings.total,
    findings: findings.list(),
    notes: findings.notes,
  };
}

/** What became of a blob on its way through another release. */
export interface RoundTrip {
  /** What the other release makes of the blob. */
  readonly there: ReaderVerdict;
  /** What each reader makes of what the other release then writes (its ranges are of those bytes); none when it does not read the blob. */
  readonly back: readonly ReaderVerdict[];
  /** Where the schemas do not tell what it writes. */
  readonly inDoubt: readonly Doubt[];
}

/**
 * A → B → A: what is gone after the blob went from its writer to another release and back (or on, to other readers). What `there` has lost,
 * `back` does not find again, and it fails where that has no default. Linear in the blob.
 */
export function roundTrip(
  bytes: Uint8Array,
  root: string,
  writers: readonly SchemaSet[],
  through: SchemaSet,
  readers: readonly SchemaSet[],
  options: VerdictOptions = {},
): RoundTrip {
  const there = verdict(bytes, root, through, writers, options);
  const resaved = resave(bytes, root, through, writers[0]);
  if (resaved.kind !== "written") return { there, back: [], inDoubt: [] };
  return { there, back: readers.map((reader) => verdict(resaved.bytes, root, reader, through, options)), inDoubt: resaved.inDoubt };
}
