import type { Steps } from "../base/index.ts";
import type { Elements } from "./elements.ts";
import type { Group } from "./groups.ts";
import type { InStep } from "./in-step.ts";
import type { RowForm } from "./model.ts";
import type { Mark } from "./sink.ts";

/** What an enclosing field or list says of a pair. */
export interface Place {
  readonly form: RowForm;
  /** Its row's parent. */
  readonly parent: number;
  readonly renamed: boolean;
  readonly moved: boolean;
  /** Order means nothing there. */
  readonly orderless: boolean;
  readonly misplaced: boolean;
}

/** A row that was opened. */
export interface Opened {
  readonly row: number;
  readonly place: Place;
  readonly mark: Mark;
}
export interface MessageFrame extends Opened {
  readonly kind: "message";
  /** The nodes of both sides that the row stands for, merged. */
  readonly as: readonly number[];
  readonly bs: readonly number[];
  at: number;
  readonly groups: readonly Group[];
  /** Bytes of all groups, and of those that were taken: for the share that is done. */
  readonly bytes: number;
  past: number;
  readonly isAny: boolean;
  /** Neither release knows what is inside: names and types are other releases', or there are none. */
  readonly isForeign: boolean;
}
export interface ListFrame extends Opened {
  readonly kind: "list";
  /** The occurrences that the row stands for: its elements, or the packed fields that hold them. */
  readonly whole: { readonly a: Elements; readonly b: Elements };
  readonly a: Elements;
  readonly b: Elements;
  readonly inStep: InStep;
  at: number;
  /** Places of A and B in the order of the rows: a, b, a, b, … */
  readonly order: Int32Array;
  readonly moved: Uint8Array;
  readonly orderless: boolean;
  /** Elements are state units of the root. */
  readonly isUnits: boolean;
}
/** A row whose content is being got ready: its steps give the frame that aligns it, or nothing when no row is left open. */
export interface OpeningFrame {
  readonly kind: "opening";
  readonly steps: Steps<ListFrame | undefined>;
}
export type Frame = MessageFrame | ListFrame | OpeningFrame;

/** A place below a row, with nothing to be said of it but what is given. */
export function placeAt(parent: number, form: RowForm, over: Partial<Place> = {}): Place {
  return { form, parent, renamed: false, moved: false, orderless: false, misplaced: false, ...over };
}
