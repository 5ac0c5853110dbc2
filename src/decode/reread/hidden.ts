import { type Steps, straight, textOf } from "../../base/index.ts";
import type { SchemaSet } from "../../schema/index.ts";
import { kindAt, lastLenField, WireType } from "../../wire/index.ts";
import { borrowSteps, judgeAll } from "../borrow.ts";
import { decodeSteps } from "../decode.ts";
import { type Decoded, fieldOf, NoteBit } from "../model.ts";
import { typeNameOfUrl } from "../shapes.ts";

/** What a `SavedStateBlob` is on the wire. */
export const ANY = "google.protobuf.Any";
/** The type URLs that mesh writes and reads. */
const URL = /^(https:\/\/)?type\.googleapis\.com\/[\w.]+$/;
const LONGEST_URL = 512;

/** A blob inside bytes: the release that knows its type, and the bytes as that release reads them. */
export interface Hidden {
  readonly set: SchemaSet;
  readonly reading: Decoded;
}

/**
 * The saved-state blob that bytes hold when they surely do: they are an `Any` to the last byte, its type URL names a type of one of the
 * sets, and the content fits that type fully. The first set that fits is taken. Cost: a look at the first bytes; for what begins
 * like an `Any` one reading a set, until one fits.
 */
export function hiddenBlob(bytes: Uint8Array, sets: readonly SchemaSet[]): Hidden | undefined {
  return straight(hiddenSteps(bytes, sets));
}

/** As `hiddenBlob`, in steps. */
export function* hiddenSteps(bytes: Uint8Array, sets: readonly SchemaSet[]): Steps<Hidden | undefined> {
  if (bytes.length < 4 || bytes[0] !== 0x0a) return undefined;
  const url = lastLenField(bytes, 0, bytes.length, 1);
  if (!url || url[1] - url[0] > LONGEST_URL) return undefined;
  const text = textOf(bytes, url[0], url[1]);
  if (!URL.test(text)) return undefined;
  for (const set of sets) {
    const any = set.typeByName.get(ANY);
    if (!any || !set.typeByName.has(typeNameOfUrl(text))) continue;
    const reading = yield* decodeSteps(bytes, set, any);
    if (judgeAll(reading).whole) return { set, reading: yield* borrowSteps(reading, sets) };
  }
  return undefined;
}

/** Nodes between two places where whoever asks can rest. */
const STRIDE = 256;

/**
 * The nodes in which a blob may be hidden: bytes and unknown LEN fields of whose content nobody knows anything, the outermost. Between them
 * undefined now and then, so that whoever asks can rest.
 */
export function* bareBytes(decoded: Decoded): Generator<number | undefined> {
  const { nodes, loans, rereads, set } = decoded;
  const isBytes = Uint8Array.from(set.fields, ({ type }) => Number(type.kind === "scalar" && type.scalar === "bytes"));
  const hidden = nodes.marked("hidden");
  let looked = 0;
  for (let node = hidden.next(0); node >= 0; node = hidden.next(node + 1)) {
    if (++looked % STRIDE === 0) yield undefined;
    const ref = nodes.ref(node);
    if (kindAt(nodes, node) !== WireType.LEN || nodes.problem(node) !== 0 || (ref >= 0 && !isBytes[ref])) continue;
    if (nodes.notes(node) & NoteBit.GUESS || rereads.has(node) || loans.has(node)) continue;
    // The content of an `Any` that its type URL opened, or that cannot be opened by it.
    if (ref >= 0 && (nodes.shape(node) !== -1 || isAnyValue(decoded, node))) continue;
    yield node;
  }
}

function isAnyValue(decoded: Decoded, node: number): boolean {
  const field = fieldOf(decoded, node);
  return field !== undefined && decoded.set.types[field.parent]!.typeName === ANY;
}
