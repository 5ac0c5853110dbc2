import type { Spot } from "./spots.ts";

/** Places as they are met. An array of numbers that grows to a million takes longer than reading what stands at them. */
export class SpotList {
  length = 0;
  #spots = new Int32Array(64);

  push(spot: Spot): void {
    if (this.length === this.#spots.length) {
      const wider = new Int32Array(2 * this.length);
      wider.set(this.#spots);
      this.#spots = wider;
    }
    this.#spots[this.length++] = spot;
  }

  list(): Spot[] {
    const list = new Array<Spot>(this.length);
    for (let i = 0; i < this.length; i++) list[i] = this.#spots[i]!;
    return list;
  }
}
