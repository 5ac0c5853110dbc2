import { firstFrom, type NodeIndex } from "../base/index.ts";
import { absentFields, childrenOf, type Decoded, fieldOf, type Item, isElement, segmentOf } from "../decode/index.ts";
import { kindAt, NodeKind, numberAt } from "../wire/index.ts";

/** What stands at a place: a node, an absent field, or nothing, because the release has no such field or element. */
export type HeldPlace = Item | "no-field" | "no-element";

/**
 * Finds what a release holds at the place of a row: `held` is the document of what it holds after reading, `decoded` the one that is shown.
 * Steps go by number, which works in every release, and into a map by the key of the entry. Cost: the siblings on the way, once; they are remembered.
 */
export class HeldPlaces {
  readonly decoded: Decoded;
  readonly held: Decoded;
  readonly #places = new Map<number, HeldPlace>();
  readonly #shown: Children;
  readonly #kept: Children;

  constructor(decoded: Decoded, held: Decoded) {
    this.decoded = decoded;
    this.held = held;
    this.#shown = new Children(decoded);
    this.#kept = new Children(held);
  }

  /** What is held at the place of a node or an absent field. */
  of(row: Item): HeldPlace {
    const at = row.node < 0 ? undefined : this.#of(row.node);
    if (row.kind === "node") return at ?? "no-element";
    return this.#below(at, (parent) => this.#child(parent, row.field.number, 0, undefined));
  }

  /** From the nearest node above that was looked for before; a recursion would be as deep as the blob. */
  #of(node: number): HeldPlace {
    const { nodes } = this.decoded;
    const way: number[] = [];
    for (let at = node; at >= 0 && !this.#places.has(at); at = nodes.parent(at)) way.push(at);
    for (const at of way.reverse()) {
      const parent = nodes.parent(at);
      const around = parent < 0 ? undefined : this.#places.get(parent)!;
      this.#places.set(
        at,
        this.#below(around, (heldParent) => this.#step(at, heldParent)),
      );
    }
    return this.#places.get(node)!;
  }

  #below(around: HeldPlace | undefined, next: (heldParent: number) => HeldPlace): HeldPlace {
    if (around === "no-field") return around;
    if (around === "no-element" || around?.kind === "absent") return "no-element";
    return next(around === undefined ? -1 : around.node);
  }

  /** What is held at the place of a node, in what is held at the place of its parent. */
  #step(node: number, heldParent: number): HeldPlace {
    const decoded = this.decoded;
    const { nodes, bytes } = decoded;
    if (kindAt(nodes, node) === NodeKind.RAW) return "no-element";
    if (isElement(decoded, node)) {
      const at = heldParent + node - nodes.parent(node);
      const isThere = at < (heldParent < 0 ? this.held.nodes.length : this.held.nodes.end(heldParent)) && isElement(this.held, at);
      return isThere ? nodeAt(at) : "no-element";
    }
    const number = numberAt(nodes, bytes, node);
    const field = fieldOf(decoded, node);
    const entry = field?.map ? segmentOf(decoded, node).slice(field.name.length) : undefined;
    return this.#child(heldParent, number, this.#shown.place(nodes.parent(node), number, node), entry);
  }

  #child(parent: number, number: number, nth: number, entry: string | undefined): HeldPlace {
    const { held } = this;
    const children = this.#kept.of(parent).get(number);
    const field = children && fieldOf(held, children[0]!);
    if (children && entry !== undefined && field?.map) {
      const found = children.find((one) => segmentOf(held, one).slice(field.name.length) === entry);
      return found === undefined ? "no-element" : nodeAt(found);
    }
    if (children) {
      const found = field && !field.repeated ? children[0] : children[nth];
      return found === undefined ? "no-element" : nodeAt(found);
    }
    const absent = absentFields(held, parent).find((one) => one.number === number);
    return absent ? { kind: "absent", node: parent, field: absent } : "no-field";
  }
}

function nodeAt(node: number): Item {
  return { kind: "node", node: node as NodeIndex };
}

/** The children of messages by their numbers, in wire order; elements and what does not parse are left out. */
class Children {
  readonly #decoded: Decoded;
  readonly #byParent = new Map<number, ReadonlyMap<number, readonly number[]>>();

  constructor(decoded: Decoded) {
    this.#decoded = decoded;
  }

  of(parent: number): ReadonlyMap<number, readonly number[]> {
    const before = this.#byParent.get(parent);
    if (before) return before;
    const decoded = this.#decoded;
    const { nodes, bytes } = decoded;
    const found = new Map<number, number[]>();
    for (const child of childrenOf(decoded, parent)) {
      if (isElement(decoded, child) || kindAt(nodes, child) === NodeKind.RAW) continue;
      const number = numberAt(nodes, bytes, child);
      const same = found.get(number);
      if (same) same.push(child);
      else found.set(number, [child]);
    }
    this.#byParent.set(parent, found);
    return found;
  }

  /** Which of the children with its number a node is, from 0. */
  place(parent: number, number: number, node: number): number {
    return firstFrom(this.of(parent).get(number)!, node);
  }
}
