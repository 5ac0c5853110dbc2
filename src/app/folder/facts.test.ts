import { expect, it } from "vitest";
import type { Origin } from "../../worker/protocol.ts";
import { type FactColumn, factTail, factText, factTitle, fittingFacts } from "./facts.ts";

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

it("where not all releases are in sight they are made tight, then columns of the blob are left out, but for nothing if that is not enough", () => {
  const all: readonly FactColumn[] = ["container", "root", "writer", "bytes", "problems"];
  const shown = (releases: number, room: number) => fittingFacts(all, 10_000, releases, room);
  expect(shown(5, 1100)).toEqual({ facts: all, isTight: false, isWider: false });
  expect(shown(5, 968)).toEqual({ facts: all, isTight: true, isWider: false });
  expect(shown(5, 900)).toEqual({ facts: ["root", "writer", "bytes", "problems"], isTight: true, isWider: false });
  expect(shown(5, 700)).toEqual({ facts: ["writer", "problems"], isTight: true, isWider: false });
  expect(shown(31, 968)).toEqual({ facts: all, isTight: true, isWider: true });
  expect(shown(31, 0)).toEqual({ facts: all, isTight: false, isWider: false });
});

it("a count of writers is never cut: half of it is another number", () => {
  const tail = (text: string) => text.slice(-factTail("writer", text));
  expect(tail("r057 or 42 others")).toBe("42 others");
  expect(tail("release or 1,042 others")).toBe("1,042 others");
  expect(tail("main or 1.8.2607")).toBe("1.8.2607");
  expect(factTail("root", "cfg_space_emu.SavedState")).toBe(5);
  expect(factTail("bytes", "1,234")).toBe(0);
});
