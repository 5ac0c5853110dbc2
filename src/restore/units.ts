import { textOf, visible } from "../base/index.ts";
import type { Frame } from "./frame.ts";
import { Names, viewOf } from "./names.ts";
import type { Place } from "./place.ts";

/** Order of a unit's name. */
const NAME = 0;

interface Unit {
  readonly known: boolean;
  met: boolean;
}

/** The units of a blob by their names: each must be one that the release has, and the only one of that name. */
export class Units {
  readonly #place: Place;
  readonly #units = new Names<Unit>();
  /** The units of the release, when it says which it has. */
  readonly #known: ReadonlyMap<string, Unit> | undefined;
  /** Those met since `begin`. */
  #since: Unit[] | undefined;

  constructor(place: Place) {
    this.#place = place;
    const { units } = place.plans;
    if (!units) return;
    const encoder = new TextEncoder();
    this.#known = new Map([...units].map((name) => [name, { known: true, met: false }]));
    for (const [name, unit] of this.#known) {
      const bytes = encoder.encode(name);
      this.#units.set(viewOf(bytes), 0, bytes.length, unit);
    }
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
    for (const unit of this.#since ?? []) unit.met = false;
    this.#since = undefined;
  }

  /** False when there is nothing to tell of any unit any more: `meets` need not be asked. */
  get asks(): boolean {
    return this.#known !== undefined || this.#place.findings.takesNotes;
  }

  /** Meets the unit whose name is `[from, to)`; false, and nothing done, when there is something to tell about it. */
  meets(view: DataView, from: number, to: number): boolean {
    const unit = this.#units.get(view, from, to);
    if (unit === undefined) {
      if (this.#known) return false;
      const fresh = { known: false, met: true };
      this.#units.set(view, from, to, fresh);
      this.#since?.push(fresh);
      return true;
    }
    if (unit.met) return !this.asks;
    unit.met = true;
    this.#since?.push(unit);
    return true;
  }

  /** Checks the name of a unit that has ended, in the root's list of them. */
  check(frame: Frame): void {
    const { findings, cursor } = this.#place;
    const name = frame.text(cursor.bytes);
    const view = viewOf(name);
    if (this.meets(view, 0, name.length)) return;
    const unit = this.#units.get(view, 0, name.length);
    const [from, to] = frame.hasText ? frame.textField : [frame.from, frame.to];
    if (!unit) {
      findings.add("fails", "unit-name", this.#place, "unknown unit name", from, to, NAME);
      this.#units.set(view, 0, name.length, { known: false, met: true });
    } else if (this.#known) findings.add("fails", "unit-name", this.#place, "duplicate unit name", from, to, NAME);
    else {
      const text = textOf(name, 0, name.length);
      findings.note(this.#place, `a second unit of the name ${visible(text)}: a restore fails with duplicate unit name`, frame);
    }
  }

  /** Tells which units of the release the blob has not, when the root has ended. */
  tellMissing(frame: Frame): void {
    if (!this.#known || frame.plan.unitList < 0) return;
    const missing = [...this.#known].filter(([, { met }]) => !met).map(([name]) => name);
    if (missing.length > 0)
      this.#place.findings.note(this.#place, `not in the blob, and stay as they are at power-on: ${missing.join(", ")}`, frame);
  }
}
