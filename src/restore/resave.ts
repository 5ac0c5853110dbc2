import { part, type Steps, straight } from "../base/index.ts";
import { findType, type SchemaSet } from "../schema/index.ts";
import { Findings } from "./findings.ts";
import type { Resaved } from "./model.ts";
import { plansFor } from "./plans-for.ts";
import { Reading } from "./reader.ts";
import { Writing } from "./write.ts";

/** The share of the time that reading takes. */
const READING = 0.5;
/** Places in doubt that are told. */
const MOST_DOUBTS = 1000;

/**
 * The bytes that the reader's release would write after reading the blob, every `Any` of a known type resaved too. Decoded with the
 * reader's schema they are the values that the reader would hold. `writer` is asked where the reader's schema is not exact. Linear in the
 * blob.
 */
export function resave(bytes: Uint8Array, root: string, reader: SchemaSet, writer?: SchemaSet): Resaved {
  return straight(resaveSteps(bytes, root, reader, writer));
}

/** As `resave`, in slices of some milliseconds. */
export function* resaveSteps(bytes: Uint8Array, root: string, reader: SchemaSet, writer?: SchemaSet): Steps<Resaved> {
  const type = findType(reader, root);
  if (!type) return { kind: "no-root" };
  const plans = plansFor(reader, writer, undefined);
  const plan = plans.of(type, writer && findType(writer, root));
  const reading = yield* part(new Reading(bytes, plans, plan, new Findings(MOST_DOUBTS), true).steps(), 0, READING);
  const findings = reading.findings.list();
  if (reading.findings.verdict === "fails") return { kind: "refused", finding: findings[0]! };
  const written = yield* part(new Writing(plans, reading.root!).steps(bytes.length), READING, 1);
  const inDoubt = [
    ...findings.filter(({ rule }) => rule === "cannot-tell").map(({ path, why }) => ({ path, reason: why })),
    ...reading.findings.doubts,
  ];
  return { kind: "written", bytes: written, same: isSame(bytes, written), exact: reading.exact, inDoubt };
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return false;
  return true;
}
