import { expect, test } from "vitest";
import { EvidenceBook } from "./evidence-book.ts";

const told = (release: string, ...keys: string[]) => ({ release, keys: new Set(keys) });

test("blobs add what their releases leave out; one that is said to be another's takes its own back, and no one else's", () => {
  const book = new EvidenceBook();
  book.take("a", "asked", told("1.0", "t.S#1", "t.S#2"));
  book.take("b", "asked", told("1.0", "t.S#2"));
  expect([...book.current.get("1.0")!]).toEqual(["t.S#1", "t.S#2"]);
  expect(book.extent).toEqual({ blobs: 2, fields: 2, retracted: 0 });
  const before = book.current;
  book.take("c", "asked", told("1.0", "t.S#1"));
  expect(book.current).toBe(before);
  book.take("a", "asked otherwise", told("2.0", "t.S#1", "t.S#2"));
  expect([book.asked("a"), book.retracted]).toEqual(["asked otherwise", 0]);
  expect([...book.current.get("2.0")!]).toEqual(["t.S#1", "t.S#2"]);
  expect([...book.current.get("1.0")!].sort()).toEqual(["t.S#1", "t.S#2"]);
  book.take("b", "unknown", undefined);
  expect([...book.current.get("1.0")!]).toEqual(["t.S#1"]);
  expect(book.extent).toEqual({ blobs: 2, fields: 3, retracted: 1 });
  expect([...before.get("1.0")!], "what was handed out stays as it was").toEqual(["t.S#1", "t.S#2"]);
});
