import { invalidUtf8At, part, type Steps, straight, textOf } from "../base/index.ts";
import type { Field, MessageType, SchemaSet } from "../schema/index.ts";
import { kindAt, lastLenField, WireType } from "../wire/index.ts";
import { decode, decodeSteps } from "./decode.ts";
import { type Graft, graftSteps } from "./graft.ts";
import { type Decoded, Status } from "./model.ts";
import type { Mark, Nodes } from "./nodes.ts";
import { Places } from "./places.ts";
import { plansOf } from "./plan.ts";
import { typeNameOfUrl } from "./shapes.ts";

/**
 * Reads with other releases' types what the blob's own reading does not know: the unknown fields, and the content of an `Any` whose type it
 * lacks. `lenders` come in order of preference; of those that have a field at the place, whose type fits the bytes to the last one,
 * the first that leaves nothing unknown lends, else the first. What nobody lends stays a guess. Statuses, counts and ranges of what
 * the reader does know stay as they are; gives `decoded` itself when nothing is lent.
 * Cost: for what is unknown one reading of its bytes a lender, until one fits.
 */
export function borrow(decoded: Decoded, lenders: readonly SchemaSet[]): Decoded {
  return straight(borrowSteps(decoded, lenders));
}

/** Nodes between two words on how far it is. */
const STRIDE = 64;

/** As `borrow`, in steps. */
export function* borrowSteps(decoded: Decoded, lenders: readonly SchemaSet[]): Steps<Decoded> {
  // Of a blob that is read raw, all is unknown.
  if (!decoded.root) return decoded;
  const grafts = yield* part(lentSteps(decoded, lenders), 0, 0.8);
  return grafts.length === 0 ? decoded : yield* part(graftSteps(decoded, grafts), 0.8, 1);
}

/** What the lenders lend, in tree order. Of a large blob that is hundreds of thousands, so nothing else is kept of a value that is a leaf. */
function* lentSteps(decoded: Decoded, lenders: readonly SchemaSet[]): Steps<Graft[]> {
  const grafts: Graft[] = [];
  const contents: StrangeField[] = [];
  const places = lenders.map((lender) => new Places(decoded, lender));
  const strange = decoded.nodes.marked("strange");
  // One pass over what is strange, so that each page is made once.
  let looked = 0;
  for (let node = strange.next(0); node >= 0; node = strange.next(node + 1)) {
    if (++looked % STRIDE === 0) yield (0.75 * node) / decoded.nodes.length;
    const made = isAnyValue(decoded, node) ? anyGraft(decoded, node, lenders) : undefined;
    if (made) grafts.push(made);
    else if (decoded.nodes.status(node) === Status.UNKNOWN) {
      const there = places.map((place) => place.fieldAt(node));
      if (!there.some((field) => field)) continue;
      const field = strangeField(decoded.nodes, node, there);
      const leaf = firstLeaf(decoded.bytes, field, lenders);
      if (leaf === "content") contents.push(field);
      else if (leaf) grafts.push(leaf);
    }
  }
  for (const lent of (yield* part(lendFields(decoded, contents, lenders), 0.75, 1)).values()) grafts.push(lent);
  return grafts.sort((x, y) => x.node - y.node);
}

/** A node as the first lender reads it whose field fits; `content` when only the reading of its bytes tells which that is. */
function firstLeaf(bytes: Uint8Array, strange: StrangeField, lenders: readonly SchemaSet[]): Graft | "content" | undefined {
  for (const [i, lender] of lenders.entries()) {
    const field = strange.fields[i];
    const leaf = field && leafOf(bytes, strange, lender, field);
    if (leaf) return leaf;
  }
  return undefined;
}

/** A field that the reader does not know, and what each lender has at its place. */
interface StrangeField {
  readonly node: number;
  readonly kind: number;
  readonly from: number;
  readonly valueFrom: number;
  readonly to: number;
  readonly fields: readonly (Field | undefined)[];
}

function strangeField(nodes: Nodes, node: number, fields: readonly (Field | undefined)[]): StrangeField {
  const from = nodes.from(node);
  return { node, kind: kindAt(nodes, node), from, valueFrom: from + nodes.head(node), to: nodes.to(node), fields };
}

/** True for the value of an `Any` whose type URL names no type of the reader's. */
function isAnyValue(decoded: Decoded, node: number): boolean {
  const { nodes, guide } = decoded;
  const parent = nodes.parent(node);
  if (parent < 0 || nodes.status(node) !== Status.KNOWN || !guide.isStrangeAny(nodes.shape(parent))) return false;
  return decoded.set.fields[nodes.ref(node)]!.number === 2;
}

/** Asks one lender after the other for what no one before has read whole. */
function* lendFields(
  { bytes }: Decoded,
  strange: readonly StrangeField[],
  lenders: readonly SchemaSet[],
): Steps<ReadonlyMap<number, Graft>> {
  const found = new Map<number, Graft>();
  let left = strange;
  let looked = 0;
  for (const [i, lender] of lenders.entries()) {
    const share = i / lenders.length;
    const open: StrangeField[] = [];
    const batches = new Map<MessageType, StrangeField[]>();
    for (const one of left) {
      if (++looked % STRIDE === 0) yield share;
      const field = one.fields[i];
      const leaf = field && leafOf(bytes, one, lender, field);
      if (leaf === "content") {
        const owner = lender.types[field!.parent]!;
        const batch = batches.get(owner);
        if (batch) batch.push(one);
        else batches.set(owner, [one]);
      } else if (!leaf) open.push(one);
      else if (!found.has(one.node)) found.set(one.node, leaf);
    }
    for (const [owner, batch] of batches) {
      const reading = yield* part(readBatch(bytes, batch, lender, owner), share, share);
      for (const { whole, made, of } of contentsOf(reading, batch, i, lender)) {
        if (++looked % STRIDE === 0) yield share;
        if (made && (whole || !found.has(of.node))) found.set(of.node, made);
        if (!whole) open.push(of);
      }
    }
    left = open;
  }
  return found;
}

/** A node whose value has nothing below it, read as a lender's field; `content` when only reading its bytes can tell, undefined when they do not fit. */
function leafOf(
  bytes: Uint8Array,
  { node, kind, valueFrom, to }: StrangeField,
  lender: SchemaSet,
  field: Field,
): Graft | "content" | undefined {
  if ((plansOf(lender).accepted[field.id]! & (1 << kind)) === 0) return undefined;
  const leaf: Graft = { node, lender, field };
  if (kind !== WireType.LEN) return leaf;
  if (field.type.kind !== "scalar" || (field.type.scalar !== "bytes" && field.type.scalar !== "string")) return "content";
  if (field.type.scalar === "bytes") return leaf;
  return invalidUtf8At(bytes, valueFrom, to) < 0 ? leaf : undefined;
}

interface Attempt {
  readonly of: StrangeField;
  /** Undefined when the bytes do not fit. */
  readonly made: Graft | undefined;
  /** The lender knows all of it. */
  readonly whole: boolean;
}

/**
 * Reads fields of one message type of a lender, from wherever they stand in the blob, as one message: so lists, maps and bare arrays
 * are read as anywhere, and a hundred thousand small fields cost one reading. What a field's neighbours do to it concerns
 * the field itself, not what is below it, and the field itself is unknown anyway.
 */
function* readBatch(bytes: Uint8Array, batch: readonly StrangeField[], lender: SchemaSet, owner: MessageType): Steps<Decoded> {
  let size = 0;
  for (const { from, to } of batch) size += to - from;
  const joined = new Uint8Array(size);
  size = 0;
  for (const { from, to } of batch) {
    joined.set(bytes.subarray(from, to), size);
    size += to - from;
  }
  return yield* decodeSteps(joined, lender, owner);
}

/** What became of each field of a batch. */
function* contentsOf(reading: Decoded, batch: readonly StrangeField[], by: number, lender: SchemaSet): Generator<Attempt> {
  const all = judgeAll(reading);
  let root = 0;
  let at = 0;
  for (const of of batch) {
    const end = reading.nodes.end(root);
    const { fits, whole } = all.whole ? all : judge(reading, root, end);
    const content = { reading, root, first: root + 1, end, offset: of.from - at };
    yield { of, made: fits ? { node: of.node, lender, field: of.fields[by]!, content } : undefined, whole: fits && whole };
    root = end;
    at += of.to - of.from;
  }
}

/** Whether all of a reading parses and fits its fields, and whether all is known. */
export function judgeAll({ counts }: Decoded): { fits: boolean; whole: boolean } {
  const fits = counts.mismatched + counts.malformed === 0;
  return { fits, whole: fits && counts.unknown === 0 };
}

/** The same of the nodes `[from, to)`. */
function judge({ nodes }: Decoded, from: number, to: number): { fits: boolean; whole: boolean } {
  const has = (mark: Mark): boolean => nodes.marked(mark).countIn(from, to) > 0;
  const fits = !has("mismatched") && !has("malformed");
  return { fits, whole: fits && !has("unknown") };
}

function anyGraft(decoded: Decoded, node: number, lenders: readonly SchemaSet[]): Graft | undefined {
  const { bytes, nodes } = decoded;
  const any = nodes.parent(node);
  const url = lastLenField(bytes, nodes.from(any) + nodes.head(any), nodes.to(any), 1);
  if (!url) return undefined;
  const name = typeNameOfUrl(textOf(bytes, url[0], url[1]));
  const offset = nodes.from(node) + nodes.head(node);
  const payload = bytes.subarray(offset, nodes.to(node));
  let first: Graft | undefined;
  for (const lender of lenders) {
    const type = lender.typeByName.get(name);
    if (!type) continue;
    const reading = decode(payload, lender, type);
    const { fits, whole } = judgeAll(reading);
    if (!fits) continue;
    const made = { node, lender, type, content: { reading, root: -1, first: 0, end: reading.nodes.length, offset } };
    if (whole) return made;
    first ??= made;
  }
  return first;
}
