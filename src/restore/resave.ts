import { findType, type SchemaSet } from "../schema/index.ts";
import { Findings } from "./findings.ts";
import type { Resaved } from "./model.ts";
import { plansFor } from "./plans-for.ts";
import { Reading } from "./reader.ts";
import { Writing } from "./write.ts";

/** Places in doubt that are told. */
const MOST_DOUBTS = 1000;

/**
 * The bytes that the reader's release would write after reading the blob, every `Any` of a known type resaved too. Decoded with the
 * reader's schema they are the values that the reader would hold. `writer` is asked where the reader's schema is not exact. Linear in the
 * blob.
 */
export function resave(bytes: Uint8Array, root: string, reader: SchemaSet, writer?: SchemaSet): Resaved {
  const type = findType(reader, root);
  if (!type) return { kind: "no-root" };
  const plans = plansFor(reader, writer, undefined);
  const reading = new Reading(bytes, plans, plans.of(type, writer && findType(writer, root)), new Findings(MOST_DOUBTS), true).run();
  const findings = reading.findings.list();
  if (reading.findings.verdict === "fails") return { kind: "refused", finding: findings[0]! };
  const written = new Writing(plans, reading.root!).bytes();
  const inDoubt = [
    ...findings.filter(({ rule }) => rule === "cannot-tell").map(({ path, why }) => ({ path, reason: why })),
    ...reading.findings.doubts,
  ];
  return { kind: "written", bytes: written, same: isSame(bytes, written), exact: reading.exact, inDoubt };
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}
