import type { Field, MessageType, SchemaSet } from "../schema/index.ts";
import { numberAt } from "../wire/index.ts";
import { childrenOf, type Decoded, fieldOf, type Item } from "./model.ts";
import { isElement } from "./paths.ts";
import { typeNameOfUrl } from "./shapes.ts";
import { scalarValue } from "./values.ts";

/** A field as another release knows it. */
export interface KnownIn {
  readonly release: string;
  readonly name: string;
  /** As in that release's `.proto`. */
  readonly type: string;
  /** The message that declares it there. */
  readonly typeName: string;
}

/** Why a field is absent, as far as the writer's schema tells. */
export type Why = "unknown-to-writer" | "default-omitted" | "cannot-tell";

const ANY = "google.protobuf.Any";

/**
 * Where the places of a blob stand in another release's schema: down from the root, or from the type that the nearest `Any` names,
 * by field numbers alone, so that types which were renamed or moved do not hide what they hold.
 * Remembers each message on the way; cost of a first question: the depth.
 */
export class Places {
  readonly #decoded: Decoded;
  readonly set: SchemaSet;
  readonly #types = new Map<number, MessageType | undefined>();

  constructor(decoded: Decoded, set: SchemaSet) {
    this.#decoded = decoded;
    this.set = set;
  }

  /** The message type that this release has at the content of a node (-1: the root). */
  typeAt(node: number): MessageType | undefined {
    const chain: number[] = [];
    let at = node;
    while (at >= 0 && !this.#types.has(at)) {
      chain.push(at);
      at = this.#decoded.nodes.parent(at);
    }
    let type = at < 0 ? this.#root() : this.#types.get(at);
    for (let i = chain.length - 1; i >= 0; i--) {
      type = this.#step(type, chain[i]!);
      this.#types.set(chain[i]!, type);
    }
    return type;
  }

  /** The field that this release has at the place of a node; undefined for elements and where the way there differs. */
  fieldAt(node: number): Field | undefined {
    if (isElement(this.#decoded, node)) return undefined;
    const { nodes, bytes } = this.#decoded;
    return this.typeAt(nodes.parent(node))?.byNumber.get(numberAt(nodes, bytes, node));
  }

  #root(): MessageType | undefined {
    const { root } = this.#decoded;
    return root && this.set.typeByName.get(root.typeName);
  }

  #step(owner: MessageType | undefined, node: number): MessageType | undefined {
    const { nodes, bytes } = this.#decoded;
    if (!owner || isElement(this.#decoded, node)) return undefined;
    const field = owner.byNumber.get(numberAt(nodes, bytes, node));
    if (!field) return undefined;
    if (owner.typeName === ANY && field.number === 2) return this.#named(nodes.parent(node));
    return field.type.kind === "message" && !field.bare ? this.set.types[field.type.typeId] : undefined;
  }

  /** The type that an `Any`'s own URL names, if this release has it. */
  #named(any: number): MessageType | undefined {
    let url = "";
    for (const child of childrenOf(this.#decoded, any)) {
      if (numberAt(this.#decoded.nodes, this.#decoded.bytes, child) !== 1) continue;
      const value = scalarValue(this.#decoded, child);
      if (typeof value === "string") url = fieldOf(this.#decoded, child) ? value : "";
    }
    return this.set.typeByName.get(typeNameOfUrl(url));
  }
}

/** What the other releases call an unknown field, in the order of `others`; empty when none has a field at its place. */
export function knownIn(others: readonly Places[], node: number): KnownIn[] {
  return others.flatMap((other) => {
    const field = other.fieldAt(node);
    return field
      ? [{ release: other.set.release, name: field.name, type: field.typeText, typeName: other.set.types[field.parent]!.typeName }]
      : [];
  });
}

/**
 * Why a field is absent: the writer's type at that place has the number (then it wrote the default) or has not. `writers` are all
 * releases that may have written the blob: where they differ, nothing can be told.
 */
export function whyAbsent(writers: readonly Places[], item: Extract<Item, { kind: "absent" }>): Why {
  let why: Why | undefined;
  for (const writer of writers) {
    const type = writer.typeAt(item.node);
    const answer = !type ? "cannot-tell" : type.byNumber.has(item.field.number) ? "default-omitted" : "unknown-to-writer";
    if (why !== undefined && why !== answer) return "cannot-tell";
    why = answer;
  }
  return why ?? "cannot-tell";
}
