import { expect, it } from "vitest";
import type { Origin } from "../../worker/protocol.ts";
import { factText, factTitle } from "./facts.ts";

it("the root's cell says when the root is a guess, and one of how many", () => {
  const blob = { blobId: "b", name: "b", bytes: 1, sha256: "b", container: "raw" };
  const writer = { release: undefined, candidates: [], confidence: "unknown" as const, evidence: [], given: false };
  const title = (origin: Partial<Origin>) => factTitle("root", blob, { key: "", cells: {}, origin: { writer, ...origin } });
  const text = (origin: Partial<Origin>) => factText("root", blob, { key: "", cells: {}, origin: { writer, ...origin } });
  expect(title({ root: "s.t.A" })).toBe("s.t.A");
  expect(text({ root: "s.t.A" })).toBe("t.A");
  expect(title({ root: "s.t.A", alike: 3 })).toBe("s.t.A\na guess: one of 3 types that fit these bytes alike");
  expect(text({ root: "s.t.A", alike: 3 })).toBe("? t.A");
  expect(text({})).toBe("none fits");
  expect(title({})).toBeUndefined();
});
