import type { NodeIndex } from "../../../base/index.ts";
import type { WireNodes } from "../../../wire/index.ts";

/** The facts of `WireNodes` as a scan writes them: one typed array a fact, one entry a node, no object a field. */
export class WireColumns {
  length = 0;
  from: Uint32Array;
  to: Uint32Array;
  end: Uint32Array;
  parent: Int32Array;
  ref: Int32Array;
  shape: Int32Array;
  head: Uint8Array;
  kind: Uint8Array;
  problem: Uint8Array;
  /** Deepest level, 1 for a flat message, 0 for none. */
  depth = 0;

  constructor(capacity: number) {
    this.from = new Uint32Array(capacity);
    this.to = new Uint32Array(capacity);
    this.end = new Uint32Array(capacity);
    this.parent = new Int32Array(capacity);
    this.ref = new Int32Array(capacity);
    this.shape = new Int32Array(capacity);
    this.head = new Uint8Array(capacity);
    this.kind = new Uint8Array(capacity);
    this.problem = new Uint8Array(capacity);
  }

  /** Adds a leaf and returns its index. */
  push(from: number, to: number, head: number, kind: number, parent: number, ref: number, problem: number): number {
    const i = this.length;
    if (i === this.from.length) this.#grow();
    this.length = i + 1;
    this.from[i] = from;
    this.to[i] = to;
    this.head[i] = head;
    this.kind[i] = kind;
    this.end[i] = i + 1;
    this.parent[i] = parent;
    this.ref[i] = ref;
    this.shape[i] = -1;
    this.problem[i] = problem;
    return i;
  }

  /** Gives back what was reserved beyond the nodes. */
  seal(): this {
    this.#resize(this.length);
    return this;
  }

  #grow(): void {
    this.#resize(Math.max(64, this.from.length * 2));
  }

  #resize(capacity: number): void {
    if (capacity === this.from.length) return;
    const keep = <T extends Uint32Array | Int32Array | Uint8Array>(old: T, made: T): T => {
      made.set(old.length > capacity ? old.subarray(0, capacity) : old);
      return made;
    };
    this.from = keep(this.from, new Uint32Array(capacity));
    this.to = keep(this.to, new Uint32Array(capacity));
    this.end = keep(this.end, new Uint32Array(capacity));
    this.parent = keep(this.parent, new Int32Array(capacity));
    this.ref = keep(this.ref, new Int32Array(capacity));
    this.shape = keep(this.shape, new Int32Array(capacity));
    this.head = keep(this.head, new Uint8Array(capacity));
    this.kind = keep(this.kind, new Uint8Array(capacity));
    this.problem = keep(this.problem, new Uint8Array(capacity));
  }
}

/** The nodes of sealed columns. */
export class ColumnNodes implements WireNodes {
  readonly length: number;
  readonly depth: number;
  readonly #from: Uint32Array;
  readonly #to: Uint32Array;
  readonly #end: Uint32Array;
  readonly #parent: Int32Array;
  readonly #ref: Int32Array;
  readonly #shape: Int32Array;
  readonly #head: Uint8Array;
  readonly #kind: Uint8Array;
  readonly #problem: Uint8Array;

  constructor(columns: WireColumns) {
    this.length = columns.length;
    this.depth = columns.depth;
    this.#from = columns.from;
    this.#to = columns.to;
    this.#end = columns.end;
    this.#parent = columns.parent;
    this.#ref = columns.ref;
    this.#shape = columns.shape;
    this.#head = columns.head;
    this.#kind = columns.kind;
    this.#problem = columns.problem;
  }

  from(node: number): number {
    return this.#from[node]!;
  }

  to(node: number): number {
    return this.#to[node]!;
  }

  end(node: number): number {
    return this.#end[node]!;
  }

  parent(node: number): number {
    return this.#parent[node]!;
  }

  ref(node: number): number {
    return this.#ref[node]!;
  }

  shape(node: number): number {
    return this.#shape[node]!;
  }

  head(node: number): number {
    return this.#head[node]!;
  }

  kind(node: number): number {
    return this.#kind[node]!;
  }

  problem(node: number): number {
    return this.#problem[node]!;
  }

  /** Cost: log of the nodes, plus the depth. */
  atOffset(offset: number): NodeIndex | undefined {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#from[middle]! <= offset) low = middle + 1;
      else high = middle;
    }
    let node = low - 1;
    while (node >= 0 && this.#to[node]! <= offset) node = this.#parent[node]!;
    return node < 0 ? undefined : (node as NodeIndex);
  }
}
