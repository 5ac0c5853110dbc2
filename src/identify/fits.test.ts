import { expect, test } from "vitest";
import { loadSchemaSet } from "../schema/index.ts";
import { encodeText } from "../wire/text.ts";
import { fitsBetter } from "./fits.ts";

const proto = 'syntax = "proto3"; package t; message A { uint32 x = 1; string s = 6; repeated A list = 7; }';
const sets = [loadSchemaSet("r1", [{ path: "t.proto", text: proto }])];
const fits = (spelled: Uint8Array, text: string) => fitsBetter(spelled, new TextEncoder().encode(text), sets);
const fitsAsBase64 = (bytes: Uint8Array) => fits(bytes, btoa(String.fromCharCode(...bytes)));

test("a blob in base64 that no root fits is still a blob rather than text that breaks off", () => {
  expect(fitsAsBase64(encodeText("1: 5 6: {`0102`}"))).toBe(true);
  // Fields of which the schema has none or another type weigh less than the one error at which the text ends.
  expect(fitsAsBase64(encodeText('1: {2: 3} 2: 7 3: "abc" 4: {1: 1} 5: 8 9: 10 11: 12'))).toBe(true);
});

test("so is a damaged one, of which the most is known", () => {
  const list = encodeText(`${"7: {1: 1} ".repeat(30)}`);
  expect(fitsAsBase64(Uint8Array.from([...list, 0x3a, 0x7f]))).toBe(true);
  const twice = encodeText(`${"1: 1 ".repeat(30)}`);
  expect(fitsAsBase64(Uint8Array.from([...twice, 0x3a, 0x7f]))).toBe(true);
});

test("a message whose bytes happen to be hex digits stays as it stands", () => {
  const text = `20${"c0ffee".repeat(8)}`;
  expect(
    fits(
      Uint8Array.from(text.match(/../g)!, (two) => Number.parseInt(two, 16)),
      text,
    ),
  ).toBe(false);
});

test("large texts cost no root tried on all of them: whether they parse settles it, or their start", () => {
  const list = `[${"1, ".repeat(1 << 22)}`;
  const text = new TextEncoder().encode(list);
  const blob = new Uint8Array(1 << 22).fill(8);
  const none = new Proxy(sets, {
    get: () => {
      throw new Error("a root was tried");
    },
  });
  expect(fitsBetter(blob, text, none)).toBe(true);
  expect(fitsBetter(text, blob, none)).toBe(false);
  const damaged = encodeText("7: {1: 1} ".repeat(30)).slice(0, -1);
  const types = Array.from({ length: 30 }, (_, i) => `message M${i} { uint32 x = ${i + 1}; }`).join(" ");
  const many = [...sets, loadSchemaSet("r2", [{ path: "t.proto", text: `syntax = "proto3"; package t; ${types}` }])];
  const began = performance.now();
  expect(fitsBetter(damaged, text, many)).toBe(true);
  expect(performance.now() - began).toBeLessThan(5000);
});
