import type { Frame } from "./frame.ts";
import type { Place } from "./place.ts";

/** Order of a unit's name. */
const NAME = 0;

/** The units of a blob by their names: each must be one that the release has, and the only one of that name. */
export class Units {
  readonly #place: Place;
  readonly #met = new Set<string>();

  constructor(place: Place) {
    this.#place = place;
  }

  /** Checks the name of a unit that has ended, in the root's list of them. */
  check(frame: Frame): void {
    const { plans, findings, stack, cursor } = this.#place;
    const known = plans.units;
    const name = frame.text(cursor.bytes);
    const [from, to] = stack.countOf(frame, NAME) === 0 ? [frame.from, frame.to] : [frame.textField, frame.textTo];
    if (this.#met.has(name)) {
      if (known) findings.add("fails", "unit-name", this.#place, "duplicate unit name", from, to, NAME);
      else findings.note(this.#place, `a second unit of the name ${name}: a restore fails with duplicate unit name`, frame);
    } else if (known && !known.has(name)) findings.add("fails", "unit-name", this.#place, "unknown unit name", from, to, NAME);
    this.#met.add(name);
  }

  /** Tells which units of the release the blob has not, when the root has ended. */
  tellMissing(frame: Frame): void {
    const known = this.#place.plans.units;
    if (!known || frame.plan.unitList < 0) return;
    const missing = [...known].filter((name) => !this.#met.has(name));
    if (missing.length > 0)
      this.#place.findings.note(this.#place, `not in the blob, and stay as they are at power-on: ${missing.join(", ")}`, frame);
  }
}
