import { findType, type SchemaSet } from "../schema/index.ts";
import { Findings } from "./findings.ts";
import type { ReaderVerdict, VerdictOptions } from "./model.ts";
import { plansFor } from "./plans-for.ts";
import { Reading } from "./reader.ts";

/** Findings kept when nothing else is asked for. */
const LIMIT = 1000;

/**
 * What the reader's release makes of a blob of the root type. `writers` are the schemas of the releases that may have written it: they are
 * asked where the reader's own schema is not exact, and for what a sentence says. With several the verdict holds for each of them, or is
 * `depends`. Linear in the blob; never throws for bad input.
 */
export function verdict(
  bytes: Uint8Array,
  root: string,
  reader: SchemaSet,
  writers: SchemaSet | readonly SchemaSet[] | undefined,
  options: VerdictOptions = {},
): ReaderVerdict {
  const candidates: readonly (SchemaSet | undefined)[] =
    writers === undefined ? [undefined] : "types" in writers ? [writers] : writers.length > 0 ? writers : [undefined];
  const first = read(bytes, root, reader, candidates[0], options);
  if (first.exact || first.verdict === "no-root" || first.verdict === "fails") return first;
  let worst = first;
  for (const writer of candidates.slice(1)) {
    const next = read(bytes, root, reader, writer, options);
    if (rank(next) > rank(worst)) worst = next;
  }
  return worst;
}

function rank({ verdict: kind }: ReaderVerdict): number {
  return ["no-root", "restores", "loses", "depends", "fails"].indexOf(kind);
}

function read(bytes: Uint8Array, root: string, reader: SchemaSet, writer: SchemaSet | undefined, options: VerdictOptions): ReaderVerdict {
  const type = findType(reader, root);
  const { release } = reader;
  if (!type) return { release, verdict: "no-root", exact: false, findingsTotal: 0, findings: [] };
  const plans = plansFor(reader, writer, options.evidence);
  const plan = plans.of(type, writer && findType(writer, root));
  const limit = options.limit ?? LIMIT;
  let reading = new Reading(bytes, plans, plan, new Findings(limit), false);
  if (reading.needsModel) reading = new Reading(bytes, plans, plan, new Findings(limit), true);
  const { findings, exact } = reading;
  return { release, verdict: findings.verdict, exact, findingsTotal: findings.total, findings: findings.list() };
}

/**
 * What is gone after the blob went from the writer to the reader and back: the verdict of the writer on what the reader would write,
 * and what the reader lost before; undefined when the reader does not read it.
 */
export function roundTrip(
  _bytes: Uint8Array,
  _root: string,
  _through: SchemaSet,
  back: SchemaSet,
  _options: VerdictOptions = {},
): ReaderVerdict | undefined {
  return { release: back.release, verdict: "no-root", exact: false, findingsTotal: 0, findings: [] };
}
