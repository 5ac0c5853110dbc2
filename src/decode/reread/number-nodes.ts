import type { NodeIndex } from "../../base/index.ts";
import { OVERLONG, readVarint, VarintFault, varint } from "../../wire/index.ts";
import { fieldsByStep, runsByStep } from "../children.ts";
import { NoteBit, Status } from "../model.ts";
import type { Mark, NodeSet, Nodes, Run } from "../nodes.ts";
import { lastWhere } from "../survey/bisect.ts";
import { NodeBits } from "../survey/bits.ts";

/** Offsets of the varints that bytes hold from the first to the last. Cost: linear. */
export function startsOfVarints(bytes: Uint8Array): Uint32Array {
  const starts = new Uint32Array(bytes.length);
  let count = 0;
  for (let at = 0; at < bytes.length; count++) {
    starts[count] = at;
    at = readVarint(bytes, at, bytes.length) === VarintFault.NONE ? varint.next : bytes.length;
  }
  return starts.slice(0, count);
}

/** Bytes as numbers one after the other, all at the top: of so many bytes each, or from these offsets on. All of it is a guess. */
export class NumberNodes implements Nodes {
  readonly length: number;
  readonly depth: number;
  readonly #bytes: Uint8Array;
  readonly #width: number;
  readonly #starts: Uint32Array | undefined;
  readonly #kind: number;
  readonly #ref: number;
  #overlong: NodeBits | undefined;

  constructor(bytes: Uint8Array, form: number | Uint32Array, kind: number, ref: number) {
    this.#bytes = bytes;
    this.#width = typeof form === "number" ? form : 0;
    this.#starts = typeof form === "number" ? undefined : form;
    this.#kind = kind;
    this.#ref = ref;
    this.length = this.#starts ? this.#starts.length : Math.ceil(bytes.length / this.#width);
    this.depth = Math.min(1, this.length);
  }

  from(node: number): number {
    return this.#starts ? this.#starts[node]! : node * this.#width;
  }

  to(node: number): number {
    if (this.#starts) return node + 1 < this.length ? this.#starts[node + 1]! : this.#bytes.length;
    return (node + 1) * this.#width;
  }

  head(): number {
    return 0;
  }

  end(node: number): number {
    return node + 1;
  }

  parent(): number {
    return -1;
  }

  kind(node: number): number {
    return this.#isOverlong(node) ? this.#kind | OVERLONG : this.#kind;
  }

  problem(): number {
    return 0;
  }

  ref(): number {
    return this.#ref;
  }

  shape(): number {
    return -1;
  }

  status(): number {
    return Status.KNOWN;
  }

  notes(node: number): number {
    return NoteBit.GUESS | (this.#isOverlong(node) ? NoteBit.OVERLONG : 0);
  }

  ordinal(): number {
    return 0;
  }

  atOffset(offset: number): NodeIndex | undefined {
    if (this.length === 0 || offset < 0 || offset >= this.#bytes.length) return undefined;
    return lastWhere(this.length, (node) => this.from(node) <= offset) as NodeIndex;
  }

  fieldAt(offset: number): number {
    return this.atOffset(offset)!;
  }

  fieldsIn(): ReadonlySet<number> {
    return fieldsByStep(this, -1);
  }

  runsIn(): Iterable<Run> {
    return runsByStep(this, -1);
  }

  nthIn(_node: number, _ref: number, first: number, nth: number): number {
    return first + nth;
  }

  marked(mark: Mark): NodeSet {
    if (mark !== "notable" || !this.#starts) return new NodeBits();
    if (!this.#overlong) {
      this.#overlong = new NodeBits();
      for (let node = 0; node < this.length; node++) if (this.#isOverlong(node)) this.#overlong.add(node);
    }
    return this.#overlong;
  }

  /** Its last byte adds nothing. */
  #isOverlong(node: number): boolean {
    if (!this.#starts) return false;
    readVarint(this.#bytes, this.#starts[node]!, this.#bytes.length);
    return varint.overlong;
  }
}
