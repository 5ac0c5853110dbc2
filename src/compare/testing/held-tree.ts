/**
 * What a reader holds of a blob, as plain data, made in the simplest way there is; and the same rebuilt from a comparison: equal rows
 * from side A, changes from side B. For tests only.
 */
import { hexOf } from "../../base/index.ts";
import {
  childrenOf,
  contentType,
  type Decoded,
  defaultValue,
  fieldOf,
  isOpened,
  isPacked,
  type JsonValue,
  rawValue,
  scalarValue,
  typeNameOfUrl,
  valueRange,
} from "../../decode/index.ts";
import type { Field, MessageType } from "../../schema/index.ts";
import { kindAt, NodeKind, numberAt } from "../../wire/index.ts";
import { type Comparison, RowForm, RowKind } from "../model.ts";
import { nodeOf } from "../spots.ts";

/** A message by field number; a list in order; a map or units by key. */
export type Held = JsonValue | undefined | Held[] | { [key: string]: Held };

function numberOf(decoded: Decoded, node: number): number {
  return kindAt(decoded.nodes, node) === NodeKind.RAW ? -1 : numberAt(decoded.nodes, decoded.bytes, node);
}

/** Whether a message is a state unit: a name and an `Any`. */
export function isUnit(decoded: Decoded, type: MessageType | undefined): boolean {
  const state = type?.byNumber.get(2)?.type;
  return (
    type?.byNumber.get(1)?.name === "name" &&
    state?.kind === "message" &&
    decoded.set.types[state.typeId]!.typeName === "google.protobuf.Any"
  );
}

/** Value of one occurrence. */
function heldNode(decoded: Decoded, node: number): Held {
  if (isPacked(decoded, node)) return [...childrenOf(decoded, node)].map((child) => heldNode(decoded, child));
  if (!isOpened(decoded, node)) return fieldOf(decoded, node) ? scalarValue(decoded, node) : { raw: rawValue(decoded, node) };
  return heldMessage(decoded, [node]);
}

function isOrderless(decoded: Decoded, field: Field): boolean {
  return field.map || (field.type.kind === "message" && isUnit(decoded, decoded.set.types[field.type.typeId]));
}

/** Lists whose order means nothing are sorted; a map keeps the last of each key. */
export function settled(decoded: Decoded, field: Field | undefined, values: Held[]): Held {
  if (!field || !isOrderless(decoded, field)) return values;
  const texts = field.map
    ? [...new Map(values.map((value) => [JSON.stringify((value as { 1?: Held })["1"]), JSON.stringify(value)])).values()]
    : values.map((value) => JSON.stringify(value));
  return texts.sort();
}

/** The occurrences of each number that count: in a oneof, those since another member cleared it. */
function effective(decoded: Decoded, content: readonly number[]): Map<number, number[]> {
  const type = contentType(decoded, content[0]!);
  const by = new Map<number, number[]>();
  for (const node of content)
    for (const child of childrenOf(decoded, node)) {
      const number = numberOf(decoded, child);
      const field = type?.byNumber.get(number);
      if (field?.oneof !== undefined)
        for (const other of type!.fields) if (other !== field && other.oneof === field.oneof) by.delete(other.number);
      if (!field && type?.isEnum) for (const other of type.fields) by.delete(other.number);
      by.set(number, [...(by.get(number) ?? []), child]);
    }
  return by;
}

/** A message whose occurrences are merged (-1: the root). What is absent or holds its default is left out. */
export function heldMessage(decoded: Decoded, content: readonly number[]): Held {
  const type = contentType(decoded, content[0]!);
  const by = effective(decoded, content);
  const full = content.filter((node) => node < 0 || decoded.nodes.end(node) > node + 1);
  if (type?.typeName === "google.protobuf.Any" && full.length > 1) return joined(decoded, full);
  const out: { [key: string]: Held } = {};
  // An enum's message with an unknown number in it holds no variant that came before.
  for (const [number, nodes] of [...by].sort((x, y) => x[0] - y[0])) {
    const value = heldField(decoded, type?.byNumber.get(number), nodes);
    if (value !== undefined) out[String(number)] = value;
  }
  if (type?.typeName === "google.protobuf.Any") out.type = typeNameOfUrl(String(out["1"] ?? ""));
  return out;
}

/** Several `Any`s as one: the last type URL, the values appended. */
function joined(decoded: Decoded, anys: readonly number[]): Held {
  const out = { url: "", value: "" };
  for (const any of anys)
    for (const child of childrenOf(decoded, any)) {
      if (fieldOf(decoded, child)?.number === 1) out.url = String(scalarValue(decoded, child));
      if (fieldOf(decoded, child)?.number === 2) out.value += hexOf(decoded.bytes, ...valueRange(decoded, child));
    }
  return out;
}

function heldField(decoded: Decoded, field: Field | undefined, nodes: readonly number[]): Held {
  const last = nodes[nodes.length - 1]!;
  if (!field) return nodes.map((node) => heldNode(decoded, node));
  if (field.packedOnly) return empty(heldNode(decoded, last));
  if (field.repeated)
    return empty(
      settled(
        decoded,
        field,
        nodes.flatMap((node) => (isPacked(decoded, node) && !field.bare ? (heldNode(decoded, node) as Held[]) : [heldNode(decoded, node)])),
      ),
    );
  if (field.type.kind === "message") {
    if (!nodes.every((node) => isOpened(decoded, node))) return heldNode(decoded, last);
    const held = heldMessage(decoded, nodes);
    // A map's value that is absent is an empty one.
    return decoded.set.types[field.parent]!.mapEntry && JSON.stringify(held) === "{}" ? undefined : held;
  }
  // The content of an `Any`: bytes that grow, which is what merging messages does.
  if (nodes.every((node) => isOpened(decoded, node))) return heldMessage(decoded, nodes);
  if (field.type.kind === "scalar" && field.type.scalar === "bytes" && field.facts.size === undefined)
    return blank(decoded, field, nodes.map((node) => scalarValue(decoded, node)).join(""));
  return blank(decoded, field, scalarValue(decoded, last));
}

function empty(value: Held): Held {
  return Array.isArray(value) && value.length === 0 ? undefined : value;
}

/** A value that is the default of its field is as good as none. */
export function blank(decoded: Decoded, field: Field, value: Held): Held {
  return field.oneof === undefined && JSON.stringify(value) === JSON.stringify(defaultValue(decoded, field)) ? undefined : value;
}

/** What B holds, rebuilt from what A holds and the changes. */
export function rebuilt(comparison: Comparison): Held {
  return new Rebuilder(comparison).message(0, comparison.rows.length, [-1], [-1]);
}

class Rebuilder {
  readonly #comparison: Comparison;

  constructor(comparison: Comparison) {
    this.#comparison = comparison;
  }

  message(from: number, to: number, contentA: readonly number[], contentB: readonly number[]): Held {
    const { rows, runs, pairs, a, b } = this.#comparison;
    const out: { [key: string]: Held } = {};
    const fromSide = (decoded: Decoded, number: number, content: readonly number[]): void => {
      const value = (heldMessage(decoded, content) as { [key: string]: Held })[String(number)];
      delete out[String(number)];
      if (value !== undefined) out[String(number)] = value;
    };
    for (let row = from; row < to; row = rows.end[row]!) {
      if (rows.form[row] === RowForm.RUN) {
        const run = runs[rows.extra[row]!]!;
        for (let i = 0; i < run.count; i++)
          fromSide(a.decoded, numberOf(a.decoded, nodeOf(a.decoded, pairs[2 * (run.from + i)]!)), contentA);
        continue;
      }
      const side = rows.a.has(row) ? a : b;
      const number = numberOf(side.decoded, rows.a.has(row) ? rows.a.at(row) : rows.b.at(row));
      const kind = rows.kind[row]!;
      const isOpen = rows.end[row]! > row + 1;
      if (isOpen && rows.form[row] === RowForm.LIST) {
        const field = contentType(a.decoded, contentA[0]!)?.byNumber.get(number);
        const value = empty(settled(a.decoded, field, this.#elements(row)));
        delete out[String(number)];
        if (value !== undefined) out[String(number)] = value;
      } else if (isOpen) {
        const value = this.message(
          row + 1,
          rows.end[row]!,
          occurrences(a.decoded, number, contentA),
          occurrences(b.decoded, number, contentB),
        );
        // What no release knows is a list of its occurrences.
        out[String(number)] = contentType(a.decoded, contentA[0]!)?.byNumber.has(number) ? value : [value];
      } else if (kind === RowKind.WIRE_ONLY || kind === RowKind.MOVED || kind === RowKind.RENAMED) {
        if (!(String(number) in out)) fromSide(a.decoded, number, contentA);
      } else fromSide(b.decoded, number, contentB);
    }
    const type = contentType(a.decoded, contentA[0]!);
    if (type?.typeName === "google.protobuf.Any") out.type = typeNameOfUrl(String(out["1"] ?? ""));
    return Object.fromEntries(Object.entries(out).sort(([x], [y]) => (x === "type" ? 1 : y === "type" ? -1 : Number(x) - Number(y))));
  }

  #elements(list: number): Held[] {
    const { rows, runs, pairs, a, b } = this.#comparison;
    const out: { at: number; value: Held }[] = [];
    for (let row = list + 1; row < rows.end[list]!; row = rows.end[row]!) {
      if (rows.form[row] === RowForm.RUN) {
        const run = runs[rows.extra[row]!]!;
        for (let i = run.from; i < run.from + run.count; i++)
          out.push({ at: nodeOf(b.decoded, pairs[2 * i + 1]!), value: heldNode(a.decoded, nodeOf(a.decoded, pairs[2 * i]!)) });
        continue;
      }
      const kind = rows.kind[row]!;
      const at = rows.b.at(row);
      if (rows.end[row]! > row + 1) out.push({ at, value: this.message(row + 1, rows.end[row]!, [rows.a.at(row)], [at]) });
      else if (kind === RowKind.MOVED || kind === RowKind.WIRE_ONLY) out.push({ at, value: heldNode(a.decoded, rows.a.at(row)) });
      else if (at >= 0 && kind !== RowKind.REMOVED) out.push({ at, value: heldNode(b.decoded, at) });
    }
    return out.sort((x, y) => x.at - y.at).map(({ value }) => value);
  }
}

function occurrences(decoded: Decoded, number: number, content: readonly number[]): number[] {
  return effective(decoded, content).get(number) ?? [];
}
