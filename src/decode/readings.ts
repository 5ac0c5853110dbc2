import { grouped, hexOf, invalidUtf8At, textOf } from "../base/index.ts";
import { parsesAsMessage, readVarint, VarintFault, varint, varintAt } from "../wire/index.ts";
import { unzigzag } from "./values.ts";

/** One way to read raw bytes; `unfit` says why it cannot be done, and the value is then empty. */
export interface Reading {
  readonly label: string;
  readonly value: string;
  /** A reading that nothing but the look of the bytes supports. */
  readonly guess: boolean;
  readonly unfit?: string;
}

const LIMIT = 32;

function fits(label: string, value: string, guess = false): Reading {
  return { label, value, guess };
}

function unfit(label: string, why: string): Reading {
  return { label, value: "", guess: false, unfit: why };
}

/** Every reading of a varint's 64 bits. */
export function readingsOfVarint(value: bigint): Reading[] {
  return [
    fits("unsigned", grouped(value)),
    fits("signed", grouped(BigInt.asIntN(64, value))),
    fits("zigzag", grouped(unzigzag(value))),
    value < 2n ? fits("bool", value === 1n ? "true" : "false") : unfit("bool", "neither 0 nor 1; a reader takes it for true"),
    fits("hex", `0x${value.toString(16)}`),
  ];
}

/** Every reading of 4 or 8 fixed bytes at `from`, little endian. */
export function readingsOfFixed(bytes: Uint8Array, from: number, width: 4 | 8): Reading[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset + from, width);
  const unsigned = width === 8 ? view.getBigUint64(0, true) : BigInt(view.getUint32(0, true));
  const signed = BigInt.asIntN(width * 8, unsigned);
  const float = width === 8 ? view.getFloat64(0, true) : Math.fround(view.getFloat32(0, true));
  return [
    fits("unsigned", grouped(unsigned)),
    fits("signed", grouped(signed)),
    fits(width === 8 ? "double" : "float", String(float)),
    fits("hex", `0x${unsigned.toString(16).padStart(width * 2, "0")}`),
  ];
}

/** A GUID in the mixed-endian form of Windows, which is how `msguid` and Hyper-V print it. */
export function guidText(bytes: Uint8Array, from: number): string {
  const part = (...order: number[]): string => order.map((i) => hexOf(bytes, from + i, from + i + 1)).join("");
  return `${part(3, 2, 1, 0)}-${part(5, 4)}-${part(7, 6)}-${part(8, 9)}-${part(10, 11, 12, 13, 14, 15)}`;
}

function packedVarints(bytes: Uint8Array, from: number, to: number): Reading {
  const label = "packed varints";
  if (from === to) return unfit(label, "no bytes");
  const values: string[] = [];
  let at = from;
  let count = 0;
  while (at < to) {
    if (readVarint(bytes, at, to) !== VarintFault.NONE) return unfit(label, `breaks at byte ${grouped(at - from)}`);
    const next = varint.next;
    if (count++ < 16) values.push(varintAt(bytes, at, to).toString());
    at = next;
  }
  return fits(label, values.join(", ") + (count > 16 ? `, … ${grouped(count)} in all` : ""), true);
}

/** One level of a guessed message: `{ #1: 5, #2: "x" }`. */
export function messageGuess(bytes: Uint8Array, from: number, to: number): Reading {
  if (!parsesAsMessage(bytes, from, to)) return unfit("message", from === to ? "no bytes" : "does not parse as fields to its last byte");
  const numbers: string[] = [];
  let at = from;
  let count = 0;
  while (at < to) {
    readVarint(bytes, at, to);
    at = varint.next;
    const wire = varint.lo & 7;
    if (count++ < 8) numbers.push(`#${varint.lo >>> 3}`);
    if (wire === 1) at += 8;
    else if (wire === 5) at += 4;
    else {
      readVarint(bytes, at, to);
      at = varint.next + (wire === 2 ? varint.lo : 0);
    }
  }
  return fits("message", `{ ${numbers.join(", ")}${count > 8 ? `, … ${grouped(count)} fields` : ""} }`, true);
}

/** Every reading of a run of bytes: as a message, text, GUID, numbers and hex. Long ones are cut in the display. */
export function readingsOfBytes(bytes: Uint8Array, from: number, to: number): Reading[] {
  const length = to - from;
  const bad = invalidUtf8At(bytes, from, to);
  const text = textOf(bytes, from, Math.min(to, from + 200));
  const out: Reading[] = [
    messageGuess(bytes, from, to),
    bad < 0
      ? fits("UTF-8", length === 0 ? "" : text + (length > 200 ? "…" : ""), true)
      : unfit("UTF-8", `invalid at byte ${grouped(bad - from)}`),
    length === 16 ? fits("GUID", guidText(bytes, from), true) : unfit("GUID", `needs 16 bytes, has ${grouped(length)}`),
    packedVarints(bytes, from, to),
  ];
  if (length === 1 || length === 2 || length === 4 || length === 8) {
    let value = 0n;
    for (let i = length - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[from + i]!);
    out.push(fits("unsigned", grouped(value)), fits("signed", grouped(BigInt.asIntN(length * 8, value))));
    const view = new DataView(bytes.buffer, bytes.byteOffset + from, length);
    if (length === 4) out.push(fits("float", String(view.getFloat32(0, true))));
    if (length === 8) out.push(fits("double", String(view.getFloat64(0, true))));
  }
  out.push(fits("hex", hexOf(bytes, from, Math.min(to, from + LIMIT), " ") + (length > LIMIT ? ` … ${grouped(length)} bytes` : "")));
  return out;
}
