import type { SchemaSet } from "../schema/index.ts";
import type { Evidence } from "./model.ts";
import { Plans } from "./plans.ts";

const cache = new WeakMap<SchemaSet, { writer: SchemaSet | undefined; evidence: Evidence | undefined; plans: Plans }[]>();

/** The plans of a pair of releases, kept as long as they are. */
export function plansFor(reader: SchemaSet, writer: SchemaSet | undefined, evidence: Evidence | undefined): Plans {
  let made = cache.get(reader);
  if (!made) {
    made = [];
    cache.set(reader, made);
  }
  let found = made.find((one) => one.writer === writer && one.evidence === evidence);
  if (!found) {
    found = { writer, evidence, plans: new Plans(reader, writer, evidence) };
    made.push(found);
  }
  return found.plans;
}
