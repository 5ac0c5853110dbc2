import type { SchemaSet } from "../schema/index.ts";
import type { Evidence } from "./model.ts";
import { Plans } from "./plans.ts";

const NONE = {};
/** By reader, writer and evidence: gone with any of them, and each blob that tells something makes evidence of its own. */
const cache = new WeakMap<object, WeakMap<object, WeakMap<object, Plans>>>();

/** The plans of a pair of releases, kept as long as they are. */
export function plansFor(reader: SchemaSet, writer: SchemaSet | undefined, evidence: Evidence | undefined): Plans {
  const ofEvidence = made(made(cache, reader, newMap<WeakMap<object, Plans>>), writer ?? NONE, newMap<Plans>);
  return made(ofEvidence, evidence ?? NONE, () => new Plans(reader, writer, evidence));
}

function newMap<T>(): WeakMap<object, T> {
  return new WeakMap();
}

function made<T>(map: WeakMap<object, T>, key: object, make: () => T): T {
  let found = map.get(key);
  if (found === undefined) {
    found = make();
    map.set(key, found);
  }
  return found;
}
