import type { ByteRange } from "../base/index.ts";
import {
  childrenOf,
  contentType,
  type Decoded,
  fieldOf,
  isOpened,
  nodeRange,
  pathOf,
  scalarValue,
  typeNameOfUrl,
} from "../decode/index.ts";
import { numberAt } from "../wire/index.ts";

/** A place in a blob. */
export interface LogPlace {
  readonly path: string;
  readonly range: ByteRange;
}

/** What a log names, found in a blob. */
export interface BlobPlaces {
  /** What the messages around bytes call themselves, outermost first: the unit, then devices. */
  namesAt(range: ByteRange): readonly string[];
  /** Which content a reader has in hand at the bytes: -1 for the root itself, else a number of the outermost `Any` around them. */
  unitAt(range: ByteRange): number;
  /** Messages that call themselves so, in wire order. */
  named(name: string): readonly LogPlace[];
  /** `Any`s with content of that type. */
  ofType(typeName: string): readonly LogPlace[];
}

const NAME = /^(?:name|unit|id|key|instance_id|device|instance)$/;
/** Places of one name or type that are told. */
const MOST = 100;

/**
 * Finds the names in a blob. A message's name is its text field called `name` or the like, as a state unit has one. Looks at every node once, when first asked for a name or type.
 */
export function placesOf(decoded: Decoded): BlobPlaces {
  let index: { readonly names: Map<string, number[]>; readonly types: Map<string, number[]> } | undefined;
  const all = () => {
    index ??= indexOf(decoded);
    return index;
  };
  const places = (nodes: readonly number[] = []): readonly LogPlace[] =>
    nodes.slice(0, MOST).map((node) => ({ path: pathOf(decoded, node), range: nodeRange(decoded, node) }));
  return {
    namesAt(range) {
      const names: string[] = [];
      for (const node of around(decoded, range)) {
        const name = nameOf(decoded, node);
        if (name !== undefined) names.unshift(name);
      }
      return names;
    },
    unitAt(range) {
      let unit = -1;
      for (const node of around(decoded, range)) if (isAny(decoded, node)) unit = node;
      return unit;
    },
    named: (name) => places(all().names.get(name)),
    ofType: (typeName) => places(all().types.get(typeName)),
  };
}

/** The deepest node at the bytes and those above it. An empty message has its place before the byte at which the next one begins. */
function* around(decoded: Decoded, [from, to]: ByteRange): Generator<number> {
  const offset = from === to ? from - 1 : from;
  for (let node: number = decoded.nodes.atOffset(offset) ?? -1; node >= 0; node = decoded.nodes.parent(node)) yield node;
}

function isAny(decoded: Decoded, node: number): boolean {
  return isOpened(decoded, node) && contentType(decoded, node)?.typeName === "google.protobuf.Any";
}

function nameOf(decoded: Decoded, node: number): string | undefined {
  if (!isOpened(decoded, node) || isAny(decoded, node)) return undefined;
  for (const child of childrenOf(decoded, node)) {
    const field = fieldOf(decoded, child);
    if (field?.type.kind !== "scalar" || field.type.scalar !== "string" || field.repeated) continue;
    if (!NAME.test(field.name)) continue;
    const value = scalarValue(decoded, child);
    if (typeof value === "string" && value !== "") return value;
  }
  return undefined;
}

function indexOf(decoded: Decoded): { names: Map<string, number[]>; types: Map<string, number[]> } {
  const names = new Map<string, number[]>();
  const types = new Map<string, number[]>();
  const add = (to: Map<string, number[]>, key: string, node: number): void => {
    const list = to.get(key);
    if (!list) to.set(key, [node]);
    else if (list.length < MOST) list.push(node);
  };
  for (let node = 0; node < decoded.nodes.length; node++) {
    if (!isOpened(decoded, node)) continue;
    if (isAny(decoded, node)) {
      for (const child of childrenOf(decoded, node)) {
        if (numberAt(decoded.nodes, decoded.bytes, child) !== 1) continue;
        const url = scalarValue(decoded, child);
        if (typeof url === "string") add(types, typeNameOfUrl(url), node);
      }
      continue;
    }
    const name = nameOf(decoded, node);
    if (name !== undefined) add(names, name, node);
  }
  return { names, types };
}
