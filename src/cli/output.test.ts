import process from "node:process";
import { afterEach, expect, test, vi } from "vitest";
import { StandardOutput } from "./output.ts";

afterEach(() => vi.restoreAllMocks());

test("what is printed is whole and in order, of whatever width and however long", async () => {
  const taken: Uint8Array[] = [];
  vi.spyOn(process.stdout, "write").mockImplementation((bytes) => {
    taken.push(bytes as Uint8Array);
    return true;
  });
  const out = new StandardOutput();
  const pieces = Array.from({ length: 3000 }, (_, i) => `${i} … \u{1f600} ${i % 500 === 7 ? "€".repeat(100_000) : "é".repeat(i % 200)}\n`);
  for (const piece of pieces) await out.write(piece);
  await out.flush();
  expect(Buffer.concat(taken).toString()).toBe(pieces.join(""));
  // In large pieces, and not all at once.
  expect(taken.length).toBeGreaterThan(10);
  expect(taken.length).toBeLessThan(pieces.length / 10);
});
