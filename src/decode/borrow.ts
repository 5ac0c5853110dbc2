import { invalidUtf8At, textOf } from "../base/index.ts";
import type { Field, MessageType, SchemaSet } from "../schema/index.ts";
import { kindAt, lastLenField, WireType } from "../wire/index.ts";
import { decode } from "./decode.ts";
import { type Graft, graft } from "./graft.ts";
import { type Decoded, NoteBit, Status } from "./model.ts";
import { Places } from "./places.ts";
import { plansOf } from "./plan.ts";
import { typeNameOfUrl } from "./shapes.ts";

/**
 * Reads with other releases' types what the blob's own reading does not know: the unknown fields, and the content of an `Any` whose type it
 * lacks. `lenders` come in order of preference; of those that have a field at the place, whose type fits the bytes to the last one,
 * the first that leaves nothing unknown lends, else the first. What nobody lends stays a guess. Statuses, counts and ranges of what
 * the reader does know stay as they are; gives `decoded` itself when nothing is lent.
 * Cost: a look at every node; for what is unknown one reading of its bytes a lender, until one fits.
 */
export function borrow(decoded: Decoded, lenders: readonly SchemaSet[]): Decoded {
  const found = new Map<number, Graft>();
  const fields: number[] = [];
  const strange = [...strangeNodes(decoded)];
  for (const node of strange) {
    const made = isAnyValue(decoded, node) ? anyGraft(decoded, node, lenders) : undefined;
    if (made) found.set(node, made);
    else if (decoded.nodes.status(node) === Status.UNKNOWN) fields.push(node);
  }
  lendFields(decoded, fields, lenders, found);
  const grafts = strange.flatMap((node) => found.get(node) ?? []);
  return grafts.length === 0 ? decoded : graft(decoded, grafts);
}

/** The outermost nodes of whose content the reader knows nothing, in order. None for a blob that is read raw. */
function* strangeNodes(decoded: Decoded): Generator<number> {
  const { nodes, root } = decoded;
  if (!root) return;
  for (let node = 0; node < nodes.length; node++) {
    if (nodes.notes(node) & NoteBit.GUESS) continue;
    if (nodes.status(node) === Status.UNKNOWN || isAnyValue(decoded, node)) yield node;
  }
}

/** True for the value of an `Any` whose type URL names no type of the reader's. */
function isAnyValue(decoded: Decoded, node: number): boolean {
  const { nodes, guide } = decoded;
  const parent = nodes.parent(node);
  if (parent < 0 || nodes.status(node) !== Status.KNOWN || !guide.isStrangeAny(nodes.shape(parent))) return false;
  return decoded.set.fields[nodes.ref(node)]!.number === 2;
}

/** Asks one lender after the other for what no one before has read whole. */
function lendFields(decoded: Decoded, nodes: readonly number[], lenders: readonly SchemaSet[], found: Map<number, Graft>): void {
  let left = nodes;
  for (const lender of lenders) {
    if (left.length === 0) return;
    const places = new Places(decoded, lender);
    const open: number[] = [];
    const batches = new Map<MessageType, { node: number; field: Field }[]>();
    for (const node of left) {
      const field = places.fieldAt(node);
      const leaf = field && leafOf(decoded, node, lender, field);
      if (leaf === "content") {
        const owner = lender.types[field!.parent]!;
        const batch = batches.get(owner);
        if (batch) batch.push({ node, field: field! });
        else batches.set(owner, [{ node, field: field! }]);
      } else if (!leaf) open.push(node);
      else if (!found.has(node)) found.set(node, leaf);
    }
    for (const [owner, batch] of batches) {
      for (const { whole, made, node } of readBatch(decoded, batch, lender, owner)) {
        if (made && (whole || !found.has(node))) found.set(node, made);
        if (!whole) open.push(node);
      }
    }
    left = open;
  }
}

/** A node whose value has nothing below it, read as a lender's field; `content` when only reading its bytes can tell, undefined when they do not fit. */
function leafOf({ bytes, nodes }: Decoded, node: number, lender: SchemaSet, field: Field): Graft | "content" | undefined {
  const kind = kindAt(nodes, node);
  if ((plansOf(lender).accepted[field.id]! & (1 << kind)) === 0) return undefined;
  const leaf: Graft = { node, lender, field };
  if (kind !== WireType.LEN) return leaf;
  if (field.type.kind !== "scalar" || (field.type.scalar !== "bytes" && field.type.scalar !== "string")) return "content";
  if (field.type.scalar === "bytes") return leaf;
  return invalidUtf8At(bytes, nodes.from(node) + nodes.head(node), nodes.to(node)) < 0 ? leaf : undefined;
}

interface Attempt {
  readonly node: number;
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
function* readBatch(
  { bytes, nodes }: Decoded,
  batch: readonly { readonly node: number; readonly field: Field }[],
  lender: SchemaSet,
  owner: MessageType,
): Generator<Attempt> {
  let size = 0;
  for (const { node } of batch) size += nodes.to(node) - nodes.from(node);
  const joined = new Uint8Array(size);
  size = 0;
  for (const { node } of batch) {
    joined.set(bytes.subarray(nodes.from(node), nodes.to(node)), size);
    size += nodes.to(node) - nodes.from(node);
  }
  const reading = decode(joined, lender, owner);
  let root = 0;
  for (const { node, field } of batch) {
    const end = reading.nodes.end(root);
    const { fits, whole } = judge(reading, root, end);
    const content = { reading, root, first: root + 1, end, offset: nodes.from(node) - reading.nodes.from(root) };
    yield { node, made: fits ? { node, lender, field, content } : undefined, whole: fits && whole };
    root = end;
  }
}

/** Whether nodes `[from, to)` all parse and fit their fields, and whether all are known. */
export function judge({ nodes }: Decoded, from: number, to: number): { fits: boolean; whole: boolean } {
  let whole = true;
  for (let node = from; node < to; node++) {
    if (nodes.notes(node) & NoteBit.GUESS) continue;
    if (nodes.status(node) === Status.MISMATCHED || nodes.status(node) === Status.MALFORMED) return { fits: false, whole: false };
    if (nodes.status(node) === Status.UNKNOWN) whole = false;
  }
  return { fits: true, whole };
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
    const { fits, whole } = judge(reading, 0, reading.nodes.length);
    if (!fits) continue;
    const made = { node, lender, type, content: { reading, root: -1, first: 0, end: reading.nodes.length, offset } };
    if (whole) return made;
    first ??= made;
  }
  return first;
}
