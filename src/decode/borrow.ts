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
  const places = lenders.map((set) => new Places(decoded, set));
  const grafts: Graft[] = [];
  for (const node of strangeNodes(decoded)) {
    const found = isAnyValue(decoded, node) ? anyGraft(decoded, node, lenders) : fieldGraft(decoded, node, places);
    if (found) grafts.push(found);
  }
  return grafts.length === 0 ? decoded : graft(decoded, grafts);
}

/** The outermost nodes of whose content the reader knows nothing, in order. None for a blob that is read raw. */
function* strangeNodes(decoded: Decoded): Generator<number> {
  const { status, notes, wire, root } = decoded;
  if (!root) return;
  for (let node = 0; node < wire.length; node++) {
    if (notes[node]! & NoteBit.GUESS) continue;
    if (status[node] === Status.UNKNOWN || isAnyValue(decoded, node)) yield node;
  }
}

/** True for the value of an `Any` whose type URL names no type of the reader's. */
function isAnyValue(decoded: Decoded, node: number): boolean {
  const { wire, guide, status } = decoded;
  const parent = wire.parent[node]!;
  if (parent < 0 || status[node] !== Status.KNOWN || !guide.isStrangeAny(wire.shape[parent]!)) return false;
  return decoded.set.fields[wire.ref[node]!]!.number === 2;
}

/** First candidate that leaves nothing unknown, else the first. Later ones are not made when an earlier one is whole. */
function best(candidates: Iterable<Graft>): Graft | undefined {
  let first: Graft | undefined;
  for (const candidate of candidates) {
    if (!candidate.content || candidate.content.counts.unknown === 0) return candidate;
    first ??= candidate;
  }
  return first;
}

function isWhole({ counts }: Decoded): boolean {
  return counts.malformed + counts.mismatched === 0;
}

function fieldGraft(decoded: Decoded, node: number, places: readonly Places[]): Graft | undefined {
  const candidates = function* (): Generator<Graft> {
    for (const place of places) {
      const field = place.fieldAt(node);
      const made = field && readAs(decoded, node, place.set, field);
      if (made) yield made;
    }
  };
  return best(candidates());
}

/** The node read as a lender's field, when its bytes fit that. */
function readAs({ bytes, wire }: Decoded, node: number, lender: SchemaSet, field: Field): Graft | undefined {
  const from = wire.from[node]!;
  const to = wire.to[node]!;
  const kind = kindAt(wire, node);
  if ((plansOf(lender).accepted[field.id]! & (1 << kind)) === 0) return undefined;
  const leaf: Graft = { node, lender, field, content: undefined, skip: 0, offset: from };
  if (kind !== WireType.LEN) return leaf;
  if (field.type.kind === "scalar" && field.type.scalar === "bytes") return leaf;
  if (field.type.kind === "scalar" && field.type.scalar === "string")
    return invalidUtf8At(bytes, from + wire.head[node]!, to) < 0 ? leaf : undefined;
  // The field alone makes a message of its owner: so lists, maps and bare arrays are read as anywhere.
  const content = decode(bytes.subarray(from, to), lender, lender.types[field.parent]);
  return content.status[0] === Status.KNOWN && isWhole(content) ? { ...leaf, content, skip: 1 } : undefined;
}

function anyGraft(decoded: Decoded, node: number, lenders: readonly SchemaSet[]): Graft | undefined {
  const { bytes, wire } = decoded;
  const any = wire.parent[node]!;
  const url = lastLenField(bytes, wire.from[any]! + wire.head[any]!, wire.to[any]!, 1);
  if (!url) return undefined;
  const name = typeNameOfUrl(textOf(bytes, url[0], url[1]));
  const offset = wire.from[node]! + wire.head[node]!;
  const payload = bytes.subarray(offset, wire.to[node]!);
  const candidates = function* (): Generator<Graft> {
    for (const lender of lenders) {
      const type: MessageType | undefined = lender.typeByName.get(name);
      if (!type) continue;
      const content = decode(payload, lender, type);
      if (isWhole(content)) yield { node, lender, type, content, skip: 0, offset };
    }
  };
  return best(candidates());
}
