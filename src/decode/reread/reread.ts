import { part, type Steps, straight } from "../../base/index.ts";
import type { SchemaSet } from "../../schema/index.ts";
import { kindAt, ProblemCode, WireType } from "../../wire/index.ts";
import { borrow, borrowSteps } from "../borrow.ts";
import { decode, decodeSteps, NO_SCHEMA } from "../decode.ts";
import { type Graft, graftSteps } from "../graft.ts";
import { contentType, type Decoded, fieldOf, isOpened, valueRange } from "../model.ts";
import { findItem, keyOf } from "../paths.ts";
import { cutOffMessage, isCutOff } from "./cut-off.ts";
import { unfitAs } from "./fits.ts";
import { ANY, bareBytes, hiddenSteps } from "./hidden.ts";
import { numbersReading } from "./numbers.ts";
import { asType, type PlainReading, readAsParts } from "./read-as.ts";

/** What the user chose for the bytes at a key. */
export interface ReadChoice {
  /** Key of the row (`keyOf`). */
  readonly key: string;
  /** A `ReadAs`; what is none is passed over. */
  readonly as: string;
}

/** A blob with bytes read otherwise, and the choices that could not be followed, each with the reason. */
export interface Rereading {
  readonly decoded: Decoded;
  readonly lost: readonly { readonly choice: ReadChoice; readonly why: string }[];
  /** `MOST_HIDDEN` blobs were opened by themselves; there may be more. */
  readonly cut: boolean;
}

/** Blobs in bytes that are opened by themselves; further ones are opened when the user says so. */
export const MOST_HIDDEN = 10_000;
/** Blobs in the bytes of blobs in bytes, and choices below choices, are followed to this depth. */
const MOST_ROUNDS = 32;

/** True for what can be read otherwise: `bytes` of a schema, LEN fields of which nothing is known, and those that are cut off. */
export function canReread(decoded: Decoded, node: number): boolean {
  const { nodes, rereads, loans } = decoded;
  if (isCutOff(decoded, node)) return true;
  if (kindAt(nodes, node) !== WireType.LEN || nodes.problem(node) !== ProblemCode.NONE) return false;
  const field = fieldOf(decoded, node);
  if (!field || rereads.has(node) || field.type.kind === "unresolved") return true;
  if (field.type.kind !== "scalar" || field.type.scalar !== "bytes") return false;
  // The content of an `Any` whose type is known is no mere bytes.
  return !isOpened(decoded, node) || contentType(decoded, node) === undefined || loans.has(node);
}

/**
 * Reads bytes as the user chose, and, where `finds` is set, opens the saved-state blobs that bytes surely hold, and a message that the blob's end
 * cuts off as far as it goes. `sets` are the releases
 * whose types may be named, the reader's first, then in the order in which they lend. Status of the nodes, counts and notes of the blob stay
 * as they are; gives `decoded` itself when there is nothing to do.
 * Cost: that of the readings; what is asked of a node goes through a table for each level of choices below choices.
 */
export function reread(decoded: Decoded, choices: readonly ReadChoice[], sets: readonly SchemaSet[], finds: boolean): Rereading {
  return straight(rereadSteps(decoded, choices, sets, finds));
}

/** As `reread`, in steps. */
export function* rereadSteps(
  decoded: Decoded,
  choices: readonly ReadChoice[],
  sets: readonly SchemaSet[],
  finds: boolean,
): Steps<Rereading> {
  const chosen = new Map(choices.map((choice) => [choice.key, choice]));
  const waiting = new Map(chosen);
  const lost: { choice: ReadChoice; why: string }[] = [];
  let now = decoded;
  let hidden = finds && decoded.root !== undefined ? MOST_HIDDEN : 0;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const grafts = new Map<number, Graft>();
    // A round that finds something is followed by another, on what is now there.
    const before = 1 - 0.5 ** round;
    const share = (node: number): number => before + (0.5 ** (round + 1) * node) / now.nodes.length;
    for (const choice of waiting.values()) {
      const item = findItem(now, choice.key, () => []);
      if (item?.kind !== "node") continue;
      const made = chosenGraft(now, item.node, choice.as, sets);
      if (typeof made !== "string") grafts.set(item.node, made);
      else if (!isInside(now, item.node, grafts)) {
        lost.push({ choice, why: made });
        waiting.delete(choice.key);
      }
    }
    if (hidden > 0) {
      let at = 0;
      for (const node of bareBytes(now)) {
        at = node ?? at;
        yield share(at);
        if (node === undefined || grafts.has(node) || (chosen.size > 0 && chosen.has(keyOf(now, node)))) continue;
        const made = yield* part(hiddenGraft(now, node, sets), share(node), share(node));
        if (made) grafts.set(node, made);
        if (made && --hidden === 0) break;
      }
    }
    if (finds && decoded.root) {
      const made = yield* part(cutOffGraft(now, sets), share(now.nodes.length), share(now.nodes.length));
      if (made && !grafts.has(made.node) && !chosen.has(keyOf(now, made.node))) grafts.set(made.node, made);
    }
    const outer = outermost(now, grafts);
    if (outer.length === 0) break;
    for (const { node } of outer) waiting.delete(keyOf(now, node));
    now = yield* part(graftSteps(now, outer), share(now.nodes.length), share(now.nodes.length));
  }
  for (const choice of waiting.values()) lost.push({ choice, why: "the blob, as it is read now, has no such row" });
  return { decoded: now, lost, cut: finds && decoded.root !== undefined && hidden === 0 };
}

/** In tree order, without what stands inside another one: that is looked at again when the outer one is read anew. */
function outermost({ nodes }: Decoded, grafts: ReadonlyMap<number, Graft>): Graft[] {
  const sorted = [...grafts.values()].sort((a, b) => a.node - b.node);
  let end = 0;
  return sorted.filter(({ node }) => {
    if (node < end) return false;
    end = nodes.end(node);
    return true;
  });
}

function isInside({ nodes }: Decoded, node: number, grafts: ReadonlyMap<number, Graft>): boolean {
  for (let at = nodes.parent(node); at >= 0; at = nodes.parent(at)) if (grafts.has(at)) return true;
  return false;
}

function* hiddenGraft(decoded: Decoded, node: number, sets: readonly SchemaSet[]): Steps<Graft | undefined> {
  const [from, to] = valueRange(decoded, node);
  const found = yield* hiddenSteps(decoded.bytes.subarray(from, to), sets);
  if (!found) return undefined;
  return typeGraft(node, from, found.reading, { as: asType(ANY, found.set.release), origin: "found" });
}

function* cutOffGraft(decoded: Decoded, sets: readonly SchemaSet[]): Steps<Graft | undefined> {
  const found = cutOffMessage(decoded);
  const set = found && sets.find(({ typeByName }) => typeByName.has(found.typeName));
  if (!set) return undefined;
  const [from, to] = valueRange(decoded, found.node);
  const reading = yield* decodeSteps(decoded.bytes.subarray(from, to), set, set.typeByName.get(found.typeName));
  const how = { as: asType(found.typeName, set.release), origin: "cut" } as const;
  return typeGraft(found.node, from, yield* borrowSteps(reading, sets), how);
}

/** The graft of a choice, or why it cannot be made: the end of a sentence. */
function chosenGraft(decoded: Decoded, node: number, as: string, sets: readonly SchemaSet[]): Graft | string {
  if (!canReread(decoded, node)) return "it is not bytes";
  const parts = readAsParts(as);
  if (!parts) return "there is no such reading";
  const [from, to] = valueRange(decoded, node);
  const bytes = decoded.bytes.subarray(from, to);
  if (parts.kind === "plain") return unfitAs(bytes, 0, bytes.length, parts.as) ?? plainGraft(node, from, bytes, parts.as);
  const set = sets.find(({ release }) => release === parts.release);
  if (!set) return `no release ${parts.release} is registered`;
  const type = set.typeByName.get(parts.typeName);
  if (!type) return `${parts.release} has no type ${parts.typeName}`;
  const reading = borrow(decode(bytes, set, type), sets);
  return typeGraft(node, from, reading, { as: asType(parts.typeName, parts.release), origin: "chosen" });
}

function typeGraft(node: number, offset: number, reading: Decoded, how: NonNullable<Graft["reread"]>): Graft {
  const content = { reading, root: -1, first: 0, end: reading.nodes.length, offset };
  return { node, lender: reading.set, type: reading.root!, content, reread: how };
}

function plainGraft(node: number, offset: number, bytes: Uint8Array, as: PlainReading): Graft {
  const how = { as, origin: "chosen" } as const;
  switch (as) {
    case "bytes":
    case "utf-8":
    case "guid":
      return { node, lender: NO_SCHEMA, reread: how };
    case "message": {
      const reading = decode(bytes, NO_SCHEMA, undefined);
      return { node, lender: NO_SCHEMA, content: { reading, root: -1, first: 0, end: reading.nodes.length, offset }, reread: how };
    }
    default: {
      const { reading, packed } = numbersReading(bytes, as);
      return {
        node,
        lender: reading.set,
        content: { reading, root: -1, first: 0, end: reading.nodes.length, offset, packed },
        reread: how,
      };
    }
  }
}
