import type { NodeIndex } from "../base/index.ts";
import { type Decoded, type Item, itemKey } from "../decode/index.ts";
import type { FindHit, FindQuery, FindResult } from "./protocol.ts";
import { rowsThatHave } from "./row-match.ts";
import { ToldTurns } from "./turns.ts";

const LIMIT = 100_000;

/** The hits of one search, in tree order. */
export class Hits {
  readonly #items: Item[] = [];
  readonly #ranges: (readonly [number, number])[] = [];
  complete = true;

  get length(): number {
    return this.#items.length;
  }

  /** False when the limit is reached. */
  add(item: Item, range?: readonly [number, number]): boolean {
    if (this.#items.length === LIMIT) {
      this.complete = false;
      return false;
    }
    this.#items.push(item);
    if (range) this.#ranges.push(range);
    return true;
  }

  /** The hits in tree order, and the bytes of each when bytes were looked for. */
  *entries(): Generator<{ readonly item: Item; readonly range: readonly [number, number] | undefined }> {
    for (const [index, item] of this.#items.entries()) yield { item, range: this.#ranges[index] };
  }

  at(decoded: Decoded, index: number): FindHit | null {
    const item = this.#items[index];
    if (!item) return null;
    const range = this.#ranges[index];
    return { key: itemKey(decoded, item), ...(range && { range }) };
  }

  /** First hit at or after a place in the tree, 0 when there is none. */
  near(place: Item | undefined, order: (item: Item) => number): number {
    if (!place) return 0;
    const at = order(place);
    let low = 0;
    let high = this.#items.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (order(this.#items[middle]!) < at) low = middle + 1;
      else high = middle;
    }
    return low === this.#items.length ? 0 : low;
  }
}

/** The bytes that a query names: hex digits, or characters in quotes; or a sentence why they cannot be read. */
function bytesOfQuery(text: string): { readonly bytes: Uint8Array } | { readonly trouble: string } {
  const quoted = /^\s*(["'])(.*)\1\s*$/s.exec(text);
  if (quoted) return quoted[2] === "" ? { trouble: "there is nothing between the quotes" } : { bytes: new TextEncoder().encode(quoted[2]) };
  const digits = text.replace(/0x|[\s,:_-]/gi, "");
  const bad = /[^0-9a-f]/i.exec(digits);
  if (bad) return { trouble: `“${bad[0]}” is not a hex digit; put text in quotes` };
  if (digits.length % 2 === 1) return { trouble: "a hex byte needs two digits" };
  return { bytes: Uint8Array.from({ length: digits.length / 2 }, (_, i) => Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16)) };
}

async function findRows(decoded: Decoded, query: FindQuery, hits: Hits, turns: ToldTurns): Promise<void> {
  const { names, values, numbers } = query;
  const wanted = { text: query.text.trim().toLowerCase(), by: { names, values, numbers, filter: false } };
  for (const found of rowsThatHave(decoded, wanted)) {
    if (typeof found !== "number") {
      if (!hits.add(found)) return;
      continue;
    }
    const rest = turns.rest(found / decoded.nodes.length);
    if (rest) await rest;
  }
}

async function findBytes(decoded: Decoded, wanted: Uint8Array, hits: Hits, turns: ToldTurns): Promise<void> {
  const { bytes } = decoded;
  const first = wanted[0]!;
  for (let at = bytes.indexOf(first); at >= 0 && at + wanted.length <= bytes.length; at = bytes.indexOf(first, at + 1)) {
    const rest = turns.rest(at / bytes.length);
    if (rest) await rest;
    let same = 1;
    while (same < wanted.length && bytes[at + same] === wanted[same]) same++;
    if (same < wanted.length) continue;
    const node = decoded.nodes.atOffset(at);
    if (node !== undefined && !hits.add({ kind: "node", node }, [at, at + wanted.length])) return;
  }
}

/**
 * Looks through all rows, or all bytes, of a document and adds what it finds to `hits`, so that the first can be shown while it goes on.
 * Gives way to other requests every few milliseconds, and then tells how far it is. Gives a reason when the text cannot be looked for.
 */
export async function find(
  decoded: Decoded,
  query: FindQuery,
  signal: AbortSignal | undefined,
  hits = new Hits(),
  tell?: (share: number) => void,
): Promise<{ readonly hits: Hits } & Pick<FindResult, "trouble">> {
  const turns = new ToldTurns(signal, tell);
  if (query.text.trim() === "") return { hits };
  if (query.bytes) {
    const wanted = bytesOfQuery(query.text);
    if ("trouble" in wanted) return { hits, trouble: wanted.trouble };
    if (wanted.bytes.length > 0) await findBytes(decoded, wanted.bytes, hits, turns);
  } else await findRows(decoded, query, hits, turns);
  return { hits };
}

/** Place of an item in tree order, for bisection: an absent field comes after all that its message holds on the wire. */
export function treeOrder(decoded: Decoded): (item: Item) => number {
  const { nodes } = decoded;
  const { length } = nodes;
  return (item) => (item.kind === "node" ? item.node : item.node < 0 ? length : nodes.end(item.node as NodeIndex) - 0.5);
}
