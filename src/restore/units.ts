import { textOf, visible } from "../base/index.ts";
import type { Frame } from "./frame.ts";
import { Names, viewOf } from "./names.ts";
import type { Place } from "./place.ts";

/** Order of a unit's name. */
const NAME = 0;

/** The units of a blob by their names: each must be one that the release has, and the only one of that name. */
export class Units {
  readonly #place: Place;
  /** Those of the release, when it says which it has, and all that were met. */
  readonly #names = new Names();
  /** By the number of a name: 1 for a unit that was met. */
  #met = new Uint8Array(256);
  /** The units of the release, whose numbers are the first, when it says which it has. */
  readonly #known: readonly string[] | undefined;
  /** Those met since `begin`. */
  #since: number[] | undefined;

  constructor(place: Place) {
    this.#place = place;
    const { units } = place.plans;
    if (!units) return;
    this.#known = [...units.keys()];
    for (const name of units.values()) this.#put(name, 0, name.byteLength);
  }

  #put(view: DataView, from: number, to: number): number {
    const id = this.#names.put(view, from, to);
    if (id >= this.#met.length) {
      const wider = new Uint8Array(2 * this.#met.length);
      wider.set(this.#met);
      this.#met = wider;
    }
    return id;
  }

  /** From here on, until `keep` or `undo`, what is met can be undone. */
  begin(): void {
    this.#since = [];
  }

  keep(): void {
    this.#since = undefined;
  }

  /** As if nothing had been met since `begin`. */
  undo(): void {
    for (const id of this.#since ?? []) this.#met[id] = 0;
    this.#since = undefined;
  }

  /** False when there is nothing to tell of any unit any more: `meets` need not be asked. */
  get asks(): boolean {
    return this.#known !== undefined || this.#place.findings.takesNotes;
  }

  /** Meets the unit whose name is `[from, to)`; false, and nothing done, when there is something to tell about it. */
  meets(view: DataView, from: number, to: number): boolean {
    const id = this.#known ? this.#names.idOf(view, from, to) : this.#put(view, from, to);
    if (id < 0) return false;
    if (this.#met[id] !== 0) return !this.asks;
    this.#met[id] = 1;
    this.#since?.push(id);
    return true;
  }

  /** Checks the name of a unit that has ended, in the root's list of them. */
  check(frame: Frame): void {
    const { findings, cursor } = this.#place;
    const name = frame.text(cursor.bytes);
    const view = viewOf(name);
    if (this.meets(view, 0, name.length)) return;
    const isNew = this.#names.idOf(view, 0, name.length) < 0;
    const [from, to] = frame.hasText ? frame.textField : [frame.from, frame.to];
    if (isNew) {
      findings.add("fails", "unit-name", this.#place, "unknown unit name", from, to, NAME);
      this.#met[this.#put(view, 0, name.length)] = 1;
    } else if (this.#known) findings.add("fails", "unit-name", this.#place, "duplicate unit name", from, to, NAME);
    else {
      const text = textOf(name, 0, name.length);
      findings.note(this.#place, `a second unit of the name ${visible(text)}: a restore fails with duplicate unit name`, frame);
    }
  }

  /** Tells which units of the release the blob has not, when the root has ended. */
  tellMissing(frame: Frame): void {
    if (!this.#known || frame.plan.unitList < 0) return;
    const missing = this.#known.filter((_, id) => this.#met[id] === 0);
    if (missing.length > 0)
      this.#place.findings.note(
        this.#place,
        `units that are not in the blob, and stay as they are at power-on: ${missing.join(", ")}`,
        frame,
      );
  }
}
