import { afterAll, describe, expect, it, vi } from "vitest";
import { loadSchemaSet } from "../../schema/index.ts";
import { PageReader } from "./pages.ts";
import { survey } from "./survey.ts";
import { randomMessage, SURVEY_PROTO } from "./testing.ts";

describe("where WebAssembly is refused", () => {
  afterAll(() => {
    vi.unstubAllGlobals();
    vi.resetModules();
  });

  it("a blob is read as elsewhere", async () => {
    const set = loadSchemaSet("r", [{ path: "t.proto", text: SURVEY_PROTO }]);
    survey(new Uint8Array(0), set, undefined); // the loop of this module is made now
    const asked = vi.fn();
    vi.stubGlobal("WebAssembly", {
      Module: class {
        constructor() {
          asked();
          throw new Error("refused by the policy of the page");
        }
      },
    });
    vi.resetModules();
    const plain = await import("./survey.ts");
    const pages = await import("./pages.ts");
    for (const root of set.roots)
      for (let seed = 0; seed < 50; seed++) {
        const bytes = randomMessage(set, root, seed);
        const [a, b] = [survey(bytes, set, root, 64), plain.survey(bytes, set, root, 64)];
        expect([b.nodes, b.depth, b.counts, b.signs, [...b.problems]]).toEqual([a.nodes, a.depth, a.counts, a.signs, [...a.problems]]);
        const [readA, readB] = [new PageReader(a), new pages.PageReader(b)];
        for (let index = 0; index < a.checkpoints.length; index++)
          expect(readB.page(index).facts.subarray(0, 90)).toEqual(readA.page(index).facts.subarray(0, 90));
      }
    expect(asked).toHaveBeenCalledTimes(1);
  });
});
