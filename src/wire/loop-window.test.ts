import { describe, expect, it } from "vitest";
import { LoopWindow, SLACK } from "./loop-window.ts";

describe("the window of a loop", () => {
  const blob = Uint8Array.from({ length: 10_000 }, (_, i) => i % 251);

  it("has what it was moved to, up to some bytes before its end, and to the end of the blob", () => {
    const window = new LoopWindow();
    const into = new Uint8Array(4096);
    expect([window.has(0, blob.length), window.has(0, 0)]).toEqual([false, false]);
    let pos = 0;
    for (const size of [2048, 4096]) {
      window.move(into, blob, pos, 4096);
      expect([window.from, window.to]).toEqual([pos, pos + size]);
      expect(into.subarray(0, size)).toEqual(blob.subarray(pos, pos + size));
      expect([pos - 1, pos, window.to - SLACK, window.to - SLACK + 1].map((at) => window.has(at, blob.length))).toEqual([
        false,
        true,
        true,
        false,
      ]);
      pos = window.to;
    }
    window.move(into, blob, blob.length - 10, 4096);
    expect([window.from, window.to, window.has(blob.length, blob.length)]).toEqual([blob.length - 10, blob.length, true]);
    window.forget();
    expect(window.has(blob.length - 10, blob.length)).toBe(false);
  });

  it("is smaller after a long field when little of the one before was read", () => {
    const window = new LoopWindow();
    const into = new Uint8Array(4096);
    const sizes: number[] = [];
    // The fifth goes on where the one before ends; the last goes back.
    for (const pos of [0, 4000, 6000, 7500, 7628, 9000, 100]) {
      window.move(into, blob, pos, 4096);
      sizes.push(window.to - pos);
      expect(into.subarray(0, window.to - pos)).toEqual(blob.subarray(pos, window.to));
    }
    expect(sizes).toEqual([2048, 256, 128, 128, 256, 128, 128]);
  });

  it("gives more where it stands until it is as large as it may be", () => {
    const window = new LoopWindow();
    const into = new Uint8Array(2048);
    window.move(into, blob, 0, 1024);
    window.move(into, blob, 5000, 1024);
    const sizes = [window.to - window.from];
    while (window.gives(5000, 1024)) {
      window.move(into, blob, 5000, 1024);
      sizes.push(window.to - window.from);
    }
    expect(sizes).toEqual([256, 512, 1024]);
    expect(window.gives(5001, 1024)).toBe(true);
  });
});
