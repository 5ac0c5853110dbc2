import { type Steps, textOf } from "../base/index.ts";
import {
  absentFields,
  childrenOf,
  type Decoded,
  fieldOf,
  guidText,
  type Item,
  isOpened,
  isPacked,
  isPackedField,
  type JsonValue,
  jsonNode,
  Status,
  scalarValue,
  segmentOf,
  valueRange,
} from "../decode/index.ts";
import { type CopyPace, hexSteps } from "./copy-pace.ts";

/** Levels below the copied row that JSON goes down. */
const DEPTH = 200;

/** What a name of a message holds, each value as text: one, those of a list, or the entries of a map. */
type Held = string | string[] | Map<string, string>;

/** Values below some nodes as plain JSON, spelled as they come: a tree of millions of values would take many times the room of its text. */
export class JsonText {
  readonly #decoded: Decoded;
  readonly #pace: CopyPace;

  constructor(decoded: Decoded, pace: CopyPace) {
    this.#decoded = decoded;
    this.#pace = pace;
  }

  /** A node's value: field names to values, repeated fields as lists; unknown ones by `#number`. */
  *value(node: number, indent = "", depth = 0): Steps<string> {
    const decoded = this.#decoded;
    if (depth > DEPTH) return this.#scalar("…");
    if (isPacked(decoded, node)) return list(yield* this.#elements(node), indent);
    if (!isOpened(decoded, node)) return this.#scalar(yield* leafValue(decoded, node));
    const fields = new Map<string, Held>();
    const inner = `${indent}  `;
    for (const child of childrenOf(decoded, node)) {
      if (this.#pace.due()) yield this.#pace.share(child);
      const field = fieldOf(decoded, child);
      const name = field?.name ?? "";
      if (field?.repeated && !field.map) {
        const before = fields.get(name);
        const values = Array.isArray(before) ? before : [];
        yield* this.#into(values, child, `${inner}  `, depth + 1);
        fields.set(name, values);
      } else if (field?.map && isOpened(decoded, child)) {
        const before = fields.get(name);
        const entries = before instanceof Map ? before : new Map<string, string>();
        const [key, value] = yield* this.#entry(child, `${inner}  `, depth + 2);
        entries.set(key, value);
        fields.set(name, entries);
      } else fields.set(segmentOf(decoded, child), yield* this.value(child, inner, depth + 1));
    }
    return object(fields, indent, (held, at) =>
      typeof held === "string" ? held : held instanceof Map ? object(held, at) : list(held, at),
    );
  }

  /** Occurrences of one repeated field as a list. */
  *occurrences(nodes: Iterable<number>): Steps<string> {
    const values: string[] = [];
    for (const node of nodes) {
      if (this.#pace.due()) yield this.#pace.share(node);
      yield* this.#into(values, node, "  ", 0);
    }
    return list(values, "");
  }

  /** Adds what one occurrence of a repeated field holds: several values where it is packed. */
  *#into(values: string[], node: number, indent: string, depth: number): Steps<void> {
    const decoded = this.#decoded;
    if (isPackedField(decoded, node) && !fieldOf(decoded, node)?.bare)
      for (const element of yield* this.#elements(node)) values.push(element);
    else values.push(yield* this.value(node, indent, depth));
  }

  *#elements(node: number): Steps<string[]> {
    const decoded = this.#decoded;
    const out: string[] = [];
    for (const element of childrenOf(decoded, node)) {
      if (this.#pace.due()) yield this.#pace.share(element);
      out.push(this.#scalar(scalarValue(decoded, element) ?? null));
    }
    return out;
  }

  /** Key and value of an entry of a map; of fields that come twice the last. */
  *#entry(entry: number, indent: string, depth: number): Steps<readonly [string, string]> {
    const decoded = this.#decoded;
    let [key, value] = ["", "null"];
    for (const child of childrenOf(decoded, entry)) {
      const name = fieldOf(decoded, child)?.name;
      if (name === "key") key = String(scalarValue(decoded, child) ?? "");
      else if (name === "value") value = yield* this.value(child, indent, depth);
    }
    return [key, value];
  }

  #scalar(value: JsonValue): string {
    return this.#pace.take(JSON.stringify(value));
  }
}

function list(values: readonly string[], indent: string): string {
  return values.length === 0 ? "[]" : `[\n${indent}  ${values.join(`,\n${indent}  `)}\n${indent}]`;
}

function object<T extends Held>(
  fields: ReadonlyMap<string, T>,
  indent: string,
  text: (held: T, indent: string) => string = (held) => String(held),
): string {
  if (fields.size === 0) return "{}";
  const inner = `${indent}  `;
  const lines = Array.from(fields, ([name, held]) => `${inner}${JSON.stringify(name)}: ${text(held, inner)}`);
  return `{\n${lines.join(",\n")}\n${indent}}`;
}

/** Bytes of a value beyond which it is spelled in steps. */
const LONG = 1 << 16;

/** The value of a node that holds no others. */
export function* leafValue(decoded: Decoded, node: number): Steps<JsonValue> {
  const reread = rereadValue(decoded, node);
  if (reread !== undefined) return reread;
  const [from, to] = valueRange(decoded, node);
  const field = fieldOf(decoded, node);
  const isText = field?.type.kind === "scalar" && field.type.scalar === "string" && decoded.nodes.status(node) !== Status.MISMATCHED;
  // What is so long is no number.
  return to - from > LONG && !isText ? yield* hexSteps(decoded.bytes, from, to) : (scalarValue(decoded, node) ?? null);
}

/** The text that the user reads bytes as. */
function rereadValue(decoded: Decoded, node: number): string | undefined {
  const [from, to] = valueRange(decoded, node);
  const as = decoded.rereads.get(node)?.as;
  return as === "utf-8" ? textOf(decoded.bytes, from, to) : as === "guid" ? guidText(decoded.bytes, from) : undefined;
}

/** Rows and all that is below them, in tree order, with the fields that are absent. */
function* itemsBelow(decoded: Decoded, items: Iterable<Item>): Generator<Item> {
  const open: Iterator<Item>[] = [items[Symbol.iterator]()];
  for (let top = open.at(-1); top; top = open.at(-1)) {
    const { done, value } = top.next();
    if (done) open.pop();
    else {
      yield value;
      if (value.kind === "node" && open.length <= DEPTH + 1) open.push(itemsOf(decoded, value.node));
    }
  }
}

function* itemsOf(decoded: Decoded, node: number): Generator<Item> {
  for (const child of childrenOf(decoded, node)) yield { kind: "node", node: child };
  for (const field of absentFields(decoded, node)) yield { kind: "absent", node, field };
}

/** Characters that are made bytes at once, and bytes that are handed to the browser at once, which may put them on the disk. */
const PIECE = 1 << 16;
const PART = 1 << 24;

/** Rows and what is below them, with all that is known of it: the contract's nodes, a line each. `path`: of the first, where it has none of its own. */
export function* nodesFile(decoded: Decoded, items: Iterable<Item>, pace: CopyPace, path?: string): Steps<Blob> {
  const encoder = new TextEncoder();
  const parts: Blob[] = [];
  let pieces: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  let text = "[";
  let first = true;
  const flush = (): void => {
    const piece = encoder.encode(text);
    text = "";
    pieces.push(piece);
    bytes += piece.length;
    if (bytes < PART) return;
    parts.push(new Blob(pieces));
    pieces = [];
    bytes = 0;
  };
  for (const item of itemsBelow(decoded, items)) {
    if (pace.due()) yield pace.share(item.node);
    text += `${first ? "" : ","}\n${JSON.stringify(jsonNode(decoded, item, first ? path : undefined))}`;
    first = false;
    if (text.length > PIECE) flush();
  }
  text += "\n]\n";
  flush();
  return new Blob([...parts, ...pieces], { type: "application/json" });
}
