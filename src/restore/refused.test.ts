import { afterAll, describe, expect, it, vi } from "vitest";
import { randomMessage, SURVEY_PROTO } from "../decode/survey/testing.ts";
import { loadSchemaSet } from "../schema/index.ts";
import { joinBytes } from "../wire/text.ts";
import { verdict, Windows } from "./index.ts";

describe("where WebAssembly is refused", () => {
  afterAll(() => {
    vi.unstubAllGlobals();
    vi.resetModules();
  });

  it("a verdict is the same, of a blob in memory and of one in windows", async () => {
    const set = loadSchemaSet("r", [{ path: "t.proto", text: SURVEY_PROTO }]);
    const other = loadSchemaSet("o", [{ path: "t.proto", text: SURVEY_PROTO.replace("bytes blob = 8;", "") }]);
    verdict(new Uint8Array(0), set.roots[0]!.typeName, set, set); // the loop of this module is made now
    const asked = vi.fn();
    vi.stubGlobal("WebAssembly", {
      Memory: WebAssembly.Memory,
      Module: class {
        constructor() {
          asked();
          throw new Error("refused by the policy of the page");
        }
      },
    });
    vi.resetModules();
    const plain = await import("./index.ts");
    let findings = 0;
    let windowed = 0;
    for (const { typeName, id } of set.roots)
      for (let seed = 0; seed < 20; seed++) {
        const blob = joinBytes(Array.from({ length: 60 }, (_, i) => randomMessage(set, set.types[id]!, 60 * seed + i)));
        const source = { length: blob.length, read: (into: Uint8Array, from: number) => into.set(blob.subarray(from, from + into.length)) };
        const told = verdict(blob, typeName, other, set);
        findings += told.findingsTotal;
        expect(plain.verdict(blob, typeName, other, set)).toEqual(told);
        if (blob.length < 6000) continue;
        windowed++;
        for (const [by, windows] of [
          [verdict, new Windows(source, 300)],
          [plain.verdict, new plain.Windows(source, 300)],
        ] as const)
          expect(by(windows.bytes, typeName, other, set, { windows })).toEqual(told);
      }
    expect(findings).toBeGreaterThan(100);
    expect(windowed).toBeGreaterThan(10);
    expect(asked).toHaveBeenCalledTimes(1);
  });
});
