import { contentType, type Decoded } from "../decode/index.ts";
import type { MessageType } from "../schema/index.ts";
import { roughHash } from "./hash.ts";
import type { Pace } from "./pace.ts";
import type { SideData } from "./side-data.ts";
import { fromOf, nodeOf, type Spot, toOf } from "./spots.ts";

/** The elements of one list on one side, in wire order. */
export class Elements {
  readonly side: SideData;
  readonly decoded: Decoded;
  readonly spots: ArrayLike<Spot>;
  readonly length: number;
  readonly pace: Pace;
  /** The type of what is inside the elements; undefined where that is no message. */
  readonly type: MessageType | undefined;
  #rough: Float64Array | undefined;
  #exact: Float64Array | undefined;

  constructor(side: SideData, spots: ArrayLike<Spot>) {
    const { decoded, pace } = side;
    this.side = side;
    this.decoded = decoded;
    this.spots = spots;
    this.length = spots.length;
    this.pace = pace;
    this.type = spots.length > 0 ? contentType(decoded, nodeOf(decoded, spots[0]!)) : undefined;
  }

  /** The node of an element. Cost: that of looking at it, when it was unread. */
  node(at: number): number {
    return nodeOf(this.decoded, this.spots[at]!);
  }

  from(at: number): number {
    return fromOf(this.decoded, this.spots[at]!);
  }

  to(at: number): number {
    return toOf(this.decoded, this.spots[at]!);
  }

  /** Key of the bytes of an element, as they stand on the wire: equal bytes are a match, never a proof. */
  rough(at: number): number {
    this.#rough ??= new Float64Array(this.length).fill(Number.NaN);
    let key = this.#rough[at]!;
    if (Number.isNaN(key)) {
      const from = this.from(at);
      const to = this.to(at);
      this.pace.spendBytes(to - from);
      key = roughHash(this.decoded.bytes, from, to);
      this.#rough[at] = key;
    }
    return key;
  }

  /** Key of what an element restores to. Cost: its nodes. */
  exact(at: number): number {
    this.#exact ??= new Float64Array(this.length).fill(Number.NaN);
    let key = this.#exact[at]!;
    if (Number.isNaN(key)) {
      const node = this.node(at);
      const { hashes } = this.side;
      this.pace.spend(hashes.make(node));
      key = hashes.keyOf(node);
      this.#exact[at] = key;
    }
    return key;
  }
}
