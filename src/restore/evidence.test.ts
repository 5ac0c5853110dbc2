import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { randomMessage, SURVEY_PROTO } from "../decode/survey/testing.ts";
import { absent as openvmmAbsent, realBlobs, setOf } from "../decode/testing/openvmm.ts";
import { findType, loadSchemaSet, type SchemaSet } from "../schema/index.ts";
import { encodeLen, encodeText, joinBytes } from "../wire/text.ts";
import type { Fault } from "./defaults.ts";
import { Findings } from "./findings.ts";
import type { Frame } from "./frame.ts";
import { evidenceFrom } from "./index.ts";
import type { Place } from "./place.ts";
import { Plans } from "./plans.ts";
import { Reading } from "./reader.ts";

/** Takes what is absent from every message, however often it was met. */
class EachAbsence extends Findings {
  readonly keys = new Set<string>();

  override absent(_place: Place, fault: Fault, _certain: boolean, frame: Frame): void {
    this.keys.add(`${frame.plan.type.typeName}#${fault.steps[0]!.number}`);
  }
  override isFull(): boolean {
    return false;
  }
  override within(): Findings {
    return this;
  }
}

function eachAbsence(bytes: Uint8Array, root: string, set: SchemaSet): string[] {
  const found = new EachAbsence(0);
  for (const withModel of [false, true]) {
    const plans = new Plans(set, undefined, undefined);
    const reading = new Reading(bytes, plans, plans.of(findType(set, root)!, undefined), found, withModel).run();
    if (!reading.needsModel) break;
  }
  return [...found.keys].sort();
}

function evidence(bytes: Uint8Array, root: string, writer: SchemaSet): string[] {
  return [...evidenceFrom([{ bytes, root, writer }]).get(writer.release)!].sort();
}

const SET = loadSchemaSet("plain", [
  { path: "t.proto", text: SURVEY_PROTO },
  {
    path: "root.proto",
    text: 'syntax = "proto3"; package t; import "t.proto"; message Root { repeated All all = 1; repeated Inner inner = 2; }',
  },
]);

describe("evidence", () => {
  it("is what a reading finds that looks for every field in every message", () => {
    const [all, inner] = ["t.All", "t.Inner"].map((name) => findType(SET, name)!);
    // Most messages come again: what was absent once is not looked for any more.
    const group = fc.record({ isInner: fc.boolean(), seed: fc.nat(1e6), times: fc.integer({ min: 1, max: 20 }) });
    fc.assert(
      fc.property(fc.array(group, { minLength: 1, maxLength: 6 }), (groups) => {
        const bytes = joinBytes(
          groups.flatMap(({ isInner, seed, times }) => {
            const one = isInner ? encodeLen(2, randomMessage(SET, inner!, seed)) : encodeLen(1, randomMessage(SET, all!, seed));
            return new Array<Uint8Array>(times).fill(one);
          }),
        );
        expect(evidence(bytes, "t.Root", SET)).toEqual(eachAbsence(bytes, "t.Root", SET));
      }),
      { seed: 20261128, numRuns: 300 },
    );
  });

  it("a message that is open while one of its type lacks a field is still looked at", () => {
    const set = loadSchemaSet("a", [
      { path: "t.proto", text: 'syntax = "proto3"; package t; message M { bytes a = 1; bytes b = 2; repeated M kids = 3; }' },
    ]);
    const pad = `9: "${"long ".repeat(30)}"`;
    const full = "1: `01` 2: `02`";
    const bytes = encodeText(`3: {1: ${"`01`"} 3: {2: ${"`02`"}} ${pad}} 3: {${full}} ${full} ${pad}`);
    expect(evidence(bytes, "t.M", set)).toEqual(["t.M#1", "t.M#2"]);
  });

  it.skipIf(openvmmAbsent)("likewise of the real blobs", () => {
    for (const { bytes, root, writer } of realBlobs())
      expect(evidence(bytes, root, setOf("schemas", writer)), root).toEqual(eachAbsence(bytes, root, setOf("schemas", writer)));
  });
});
