import { type Steps, straight } from "../base/index.ts";
import { findType, type SchemaSet } from "../schema/index.ts";
import type { Fault } from "./defaults.ts";
import { Findings } from "./findings.ts";
import type { Frame } from "./frame.ts";
import type { Evidence } from "./model.ts";
import type { Place } from "./place.ts";
import { orderOf } from "./plan.ts";
import { Plans } from "./plans.ts";
import { Reading } from "./reader.ts";

/** A blob that a release is known to have written. */
export interface WrittenBlob {
  readonly bytes: Uint8Array;
  readonly root: string;
  readonly writer: SchemaSet;
}

/**
 * Keeps which fields were absent from a message that was there, in place of findings. A field that was is not looked for any more, so that
 * each costs one exact step and not one a message.
 */
class Absences extends Findings {
  readonly #keys: Set<string>;
  readonly #plans: Plans;

  constructor(keys: Set<string>, plans: Plans) {
    super(0);
    this.#keys = keys;
    this.#plans = plans;
  }

  override absent(_place: Place, fault: Fault, _certain: boolean, frame: Frame): void {
    const { plan } = frame;
    const { number } = fault.steps[0]!;
    this.#keys.add(`${plan.type.typeName}#${number}`);
    const order = orderOf(plan, number);
    this.#plans.needsNot(plan, order);
    frame.needsNot(order);
  }

  /** What else there is to say is not asked. */
  override add(): void {}

  /** None of them is only counted: the fast loop must hand each over. */
  override isFull(): boolean {
    return false;
  }

  override within(): Findings {
    return this;
  }
}

/**
 * The fields that each release left out of blobs that it wrote: what it writes it reads, so these have a default there. A blob whose
 * root its writer lacks says nothing. Linear in the blobs; one is looked at at a time.
 */
export function evidenceFrom(blobs: Iterable<WrittenBlob>): Evidence {
  return straight(evidenceSteps(blobs));
}

/** As `evidenceFrom`, in slices of some milliseconds; what they yield is the share of the blob at hand. */
export function* evidenceSteps(blobs: Iterable<WrittenBlob>): Steps<Evidence> {
  const found = new Map<SchemaSet, { readonly keys: Set<string>; readonly plans: Plans }>();
  for (const { bytes, root, writer } of blobs) {
    const type = findType(writer, root);
    if (!type) continue;
    const { keys, plans } = found.get(writer) ?? { keys: new Set<string>(), plans: new Plans(writer, writer, undefined, true) };
    found.set(writer, { keys, plans });
    const plan = plans.of(type, type);
    const reading = yield* new Reading(bytes, plans, plan, new Absences(keys, plans), false).steps();
    if (reading.needsModel) yield* new Reading(bytes, plans, plan, new Absences(keys, plans), true).steps();
  }
  return new Map([...found].map(([{ release }, { keys }]) => [release, keys]));
}
