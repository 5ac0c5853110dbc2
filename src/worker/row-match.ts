/** Which rows of a blob have a text, without a string for those that have not. */
import { absentFields, bareElement, contentType, type Decoded, type Item, itemPath, STATUSES } from "../decode/index.ts";
import type { Field, MessageType } from "../schema/index.ts";
import { NodeKind, numberAt, WIRE_NAMES } from "../wire/index.ts";
import { DigitMatch } from "./digit-match.ts";
import { namedNumber, rowHas, valueHas, type Wanted } from "./text-match.ts";
import { ValueMatch } from "./value-match.ts";

/** What is decided once for a field: each of its rows has the text, in its name, type or number. */
const HAS = 1;
/** The path of each of its rows has it. */
const PATH_HAS = 2;
/** The path of a row may end in the text, or the text in its name. */
const MAY_END = 4;
/** Each of its elements has it. */
const ELEMENT_HAS = 8;

/**
 * Tells rows that have a text, as `rowHas` does. What name, type and number of a field say is decided once, values are compared where they
 * stand, and a path is built only where the text may end in that row's step. Cost of making: the fields of the set.
 */
class RowMatch {
  readonly #decoded: Decoded;
  readonly #wanted: Wanted;
  readonly #values: ValueMatch | undefined;
  readonly #fields: Uint8Array;
  /** By kind of node: the name of the wire type has it, which is shown where no type is. */
  readonly #kinds: readonly boolean[];
  readonly #index: IndexEnd | undefined;
  readonly #mayBeNumber: boolean;
  readonly #looksAtPaths: boolean;
  readonly #number: number | undefined;
  readonly #offset: number | undefined;
  readonly #status: number;
  readonly #absent = new Map<MessageType, boolean>();

  constructor(decoded: Decoded, wanted: Wanted) {
    const { text, by } = wanted;
    const { set } = decoded;
    this.#decoded = decoded;
    this.#wanted = wanted;
    this.#values = by.values || by.filter ? new ValueMatch(decoded, text) : undefined;
    this.#looksAtPaths = by.filter || (by.names && /[.[]/.test(text));
    this.#index = this.#looksAtPaths && /[\d[\]]$/.test(text) ? new IndexEnd(text) : undefined;
    this.#mayBeNumber = (this.#looksAtPaths && /[#\d[\].]$/.test(text)) || (by.names && /^[#\d[\]]*$/.test(text));
    const { number, offset } = by.numbers ? namedNumber(text) : {};
    this.#number = number;
    this.#offset = offset;
    this.#status = by.names ? (STATUSES as readonly string[]).indexOf(text) : -1;
    this.#kinds = Array.from({ length: 16 }, (_, kind) => (by.names || by.filter) && has(WIRE_NAMES[kind] ?? "raw", text));
    this.#fields = Uint8Array.from(set.fields, (field) => this.#decide(field, bareElement(set, field) ?? field));
  }

  #decide({ name, typeText, number }: Field, element: Field): number {
    const { text, by } = this.#wanted;
    const named = has(name, text);
    const typed = (by.names || by.filter) && has(typeText, text);
    const numbered = by.filter ? String(number).includes(text) : number === this.#number;
    const elementTyped = by.filter && has(element.typeText.replace(/^(repeated|optional|required) /, ""), text);
    return (
      (typed || numbered || (named && (by.names || by.filter)) ? HAS : 0) |
      (named && by.filter ? PATH_HAS : 0) |
      (this.#looksAtPaths && this.#mayEnd(name.toLowerCase()) ? MAY_END : 0) |
      (elementTyped ? ELEMENT_HAS : 0)
    );
  }

  /** Whether the text may end in a name: by a whole step, or, where all of a path counts, in the middle of one. */
  #mayEnd(name: string): boolean {
    const { text, by } = this.#wanted;
    if (!by.filter) return text.endsWith(`.${name}`);
    for (let dot = text.indexOf("."); dot >= 0; dot = text.indexOf(".", dot + 1)) if (name.startsWith(text.slice(dot + 1))) return true;
    return false;
  }

  /** True when the path of a node has the text though that of its parent has not: so has all that is below. For a filter. */
  pathHas(node: number): boolean {
    const { nodes } = this.#decoded;
    const ref = nodes.ref(node);
    const kind = nodes.kind(node) & 0x0f;
    if (ref >= 0 && !isElementKind(kind) && this.#fields[ref]! & PATH_HAS) return true;
    return this.#pathMay(node, ref, kind) && itemPath(this.#decoded, nodeItem(node)).toLowerCase().includes(this.#wanted.text);
  }

  /** True for a node that has the text; for a filter only where no path has it. */
  node(node: number): boolean {
    const { nodes, loans, bytes } = this.#decoded;
    const ref = nodes.ref(node);
    const kind = nodes.kind(node) & 0x0f;
    if (ref >= 0) {
      if (this.#fields[ref]! & (isElementKind(kind) ? ELEMENT_HAS : HAS)) return true;
    } else if (
      this.#kinds[kind] ||
      (this.#number !== undefined && kind <= NodeKind.RESOURCE && numberAt(nodes, bytes, node) === this.#number)
    )
      return true;
    if (this.#offset !== undefined && nodes.from(node) === this.#offset) return true;
    if (
      (ref < 0 && ((loans.size > 0 && loans.has(node)) || this.#mayBeNumber || kind === NodeKind.RAW)) ||
      (this.#status >= 0 && nodes.status(node) === this.#status) ||
      (!this.#wanted.by.filter && this.#pathMay(node, ref, kind))
    )
      return rowHas(this.#decoded, nodeItem(node), this.#wanted);
    return this.#values?.has(node, ref, kind) ?? false;
  }

  /** False for a node in whose own step the text does not end. */
  #pathMay(node: number, ref: number, kind: number): boolean {
    if (!this.#looksAtPaths) return false;
    if (ref < 0) return this.#mayBeNumber || kind === NodeKind.RAW;
    const { nodes, set } = this.#decoded;
    if (isElementKind(kind)) {
      if (!this.#index) return false;
      const list = nodes.parent(node);
      return this.#index.may(node - list - 1) || this.#index.may(node - list - 1 + nodes.ordinal(list));
    }
    if (this.#fields[ref]! & MAY_END) return this.#wanted.by.filter || this.#aboveMay(node, ref);
    // The key of an entry of a map can be any text.
    if (set.fields[ref]!.map) return this.#wanted.by.filter || this.#index !== undefined;
    return this.#index?.may(nodes.ordinal(node)) ?? false;
  }

  /** False where the step above a node, known by name, is not the one before the node's own in the text. */
  #aboveMay(node: number, ref: number): boolean {
    const { nodes, set } = this.#decoded;
    const above = nodes.parent(node);
    const field = above < 0 ? undefined : set.fields[nodes.ref(above)];
    const rest = this.#wanted.text.slice(0, -set.fields[ref]!.name.length - 1);
    // A step with an index, a key or a place is left to the exact test.
    if (!field || field.map || rest === "" || /[\]\d]$/.test(rest)) return true;
    const name = field.name.toLowerCase();
    return rest.endsWith(name) || name.endsWith(rest);
  }

  /** Whether a field that is absent from messages of a type may have the text, whatever their paths. */
  mayBeAbsent(type: MessageType): boolean {
    let may = this.#absent.get(type);
    if (may === undefined) {
      may = type.fields.some((field) => (this.#fields[field.id]! & (HAS | MAY_END)) !== 0 || this.#absentValue(field));
      this.#absent.set(type, may);
    }
    return may;
  }

  #absentValue(field: Field): boolean {
    return this.#values !== undefined && valueHas(this.#decoded, { kind: "absent", node: -1, field }, this.#wanted.text);
  }
}

/** An index at the end of a text, and which indexes it can be. */
class IndexEnd {
  readonly #whole: number;
  readonly #begins: string | undefined;
  readonly #digits: DigitMatch | undefined;

  constructor(text: string) {
    const whole = /\[(\d+)\]$/.exec(text);
    const begins = /\[(\d*)$/.exec(text);
    this.#whole = whole ? Number(whole[1]) : -1;
    this.#begins = begins?.[1];
    this.#digits = /^\d+$/.test(text) ? new DigitMatch(text) : undefined;
  }

  may(index: number): boolean {
    if (this.#whole >= 0) return index === this.#whole;
    if (this.#begins !== undefined) return String(index).startsWith(this.#begins);
    return this.#digits?.has(index) ?? true;
  }
}

function has(name: string, text: string): boolean {
  return name.toLowerCase().includes(text);
}

function isElementKind(kind: number): boolean {
  return kind >= NodeKind.ELEMENT_VARINT && kind !== NodeKind.RAW;
}

function nodeItem(node: number): Item {
  return { kind: "node", node: node as never };
}

/** Nodes between two words on how far it is. */
const STRIDE = 1024;

/**
 * The rows that have a text, in tree order, absent fields behind what their message holds; between them now and then the node that is
 * come to, so that whoever asks can rest. Cost: one pass over the nodes; a path for rows in whose step the text may end.
 */
export function* rowsThatHave(decoded: Decoded, wanted: Wanted): Generator<Item | number> {
  const match = new RowMatch(decoded, wanted);
  const { nodes } = decoded;
  const { length } = nodes;
  const { filter } = wanted.by;
  /** Messages from which a field may be absent that has the text. */
  const open: { readonly node: number; readonly end: number }[] = [];
  if (decoded.root && match.mayBeAbsent(decoded.root)) open.push({ node: -1, end: length });
  // Up to here every path has the text.
  let whole = 0;
  for (let node = 0; node <= length; node++) {
    while (open.length > 0 && open[open.length - 1]!.end <= node) {
      const { node: at } = open.pop()!;
      for (const field of absentFields(decoded, at)) {
        const item: Item = { kind: "absent", node: at, field };
        if (rowHas(decoded, item, wanted)) yield item;
      }
    }
    if (node === length) return;
    if (node % STRIDE === 0) yield node;
    if (filter && node >= whole && match.pathHas(node)) whole = nodes.end(node);
    if (node < whole || match.node(node)) yield nodeItem(node);
    if (nodes.shape(node) < 0) continue;
    const type = contentType(decoded, node);
    if (type && (node < whole || match.mayBeAbsent(type))) open.push({ node, end: nodes.end(node) });
  }
}
