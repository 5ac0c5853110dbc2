import { expect, it } from "vitest";
import type { Origin } from "../../worker/protocol.ts";
import { factTitle } from "./facts.ts";

it("the root's cell says of how many types that fit alike it is one", () => {
  const blob = { blobId: "b", name: "b", bytes: 1, sha256: "b", container: "raw" };
  const writer = { release: undefined, candidates: [], confidence: "unknown" as const, evidence: [], given: false };
  const title = (origin: Partial<Origin>) => factTitle("root", blob, { key: "", cells: {}, origin: { writer, ...origin } });
  expect(title({ root: "t.A" })).toBe("t.A");
  expect(title({ root: "t.A", alike: 3 })).toBe("t.A\none of 3 that fit alike");
  expect(title({})).toBeUndefined();
});
