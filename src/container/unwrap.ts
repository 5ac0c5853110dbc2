import type { Pieces } from "../base/index.ts";
import { remarkOf } from "./remark.ts";
import { looksLikeTextBlob } from "./text/read-text.ts";
import { type ContainerName, compose, isBroken, type Layer } from "./wraps/layer.ts";
import { Budget, defaultUnwrapLimits, open, recognise, titles, type Unreadable, type UnwrapLimits } from "./wraps/open.ts";

export interface UnwrapOptions {
  /** Whether a type that an `Any` names is known; without it an `Any` is a blob as it stands. */
  readonly knowsType?: (typeName: string) => boolean;
  /**
   * Whether the bytes that a text spells fit a root better than the text's own bytes; asked for what holds no further wrapping.
   * Without it text is always taken for what it spells.
   */
  readonly fitsBetter?: (spelled: Uint8Array, raw: Uint8Array) => boolean;
  readonly limits?: UnwrapLimits;
}

/** A blob and how it was wrapped. */
export interface Unwrapped {
  readonly bytes: Uint8Array;
  /** What was unwrapped, outermost first; empty for the bytes as they stand. */
  readonly steps: readonly ContainerName[];
  /** Where the bytes stand in the file; absent when they were unpacked or spelled on the way. */
  readonly pieces?: Pieces;
  /** What tells it from the others of its file, to be put behind the file's name: `/state.bin`, `@0x3000`; "" for the only one. */
  readonly part: string;
  /** The type that an `Any` around it names. */
  readonly typeName?: string;
  /** A clause about what is damaged, could not be unwrapped or was assumed. */
  readonly remark?: string;
}

/**
 * Finds the blobs that a file holds: looks for binary magic first, then for an `Any` of a known type, then for text, and so on in
 * what was found. What cannot be opened is given as it stands, with a remark. A zip or dump gives several, one at a time as they
 * are asked for, so that one is in memory. Every limit that cuts something off is named. Borrows the bytes when nothing was
 * unwrapped. Never throws on bad bytes.
 */
export function unwrap(bytes: Uint8Array, options: UnwrapOptions = {}): Generator<Unwrapped | Unreadable> {
  return openAll(asItStands(bytes), options, new Budget(options.limits ?? defaultUnwrapLimits));
}

/**
 * Unwraps as told, outermost first, and looks no further. Lazy like `unwrap`. A file that is not so wrapped gives one `Unreadable`;
 * text counts only in the form that is named.
 */
export function unwrapAs(
  bytes: Uint8Array,
  steps: readonly ContainerName[],
  limits: UnwrapLimits = defaultUnwrapLimits,
): Generator<Unwrapped | Unreadable> {
  return openAs(asItStands(bytes), steps, new Budget(limits));
}

/** Whether a file is a blob as it stands, as far as its first bytes tell. What stands further on may say otherwise. */
export function standsBare(start: Uint8Array): boolean {
  return recognise(start, undefined) === undefined && remarkOf(start) === undefined;
}

function asItStands(bytes: Uint8Array): Unwrapped {
  return { bytes, steps: [], pieces: [[0, 0]], part: "" };
}

function* openAll(found: Unwrapped, options: UnwrapOptions, budget: Budget): Generator<Unwrapped | Unreadable> {
  const name = recognise(found.bytes, options.knowsType);
  if (!name) {
    yield* openText(found, options, budget);
    return;
  }
  if (found.steps.length >= budget.limits.layers) {
    yield withRemark(found, `looks like ${titles[name]}, but ${budget.limits.layers} wrappings were opened already, the limit`);
    return;
  }
  const opened = open(name, found.bytes, budget);
  if (isBroken(opened)) yield withRemark(found, `looks like ${titles[name]}, but ${opened.reason}; it is shown as it stands`);
  else
    for (const layer of opened) {
      const inner = within(found, name, layer);
      if ("problem" in inner) yield inner;
      else yield* openAll(inner, options, budget);
    }
}

/** Text that spells bytes, if those are wrapped again or fit better; else the bytes as they stand. */
function* openText(found: Unwrapped, options: UnwrapOptions, budget: Budget): Generator<Unwrapped | Unreadable> {
  const text = found.steps.length < budget.limits.layers ? looksLikeTextBlob(found.bytes) : undefined;
  const spelled = text && within(found, text.form, text);
  if (!spelled || "problem" in spelled) {
    yield found;
    return;
  }
  const inside = openAll(spelled, options, budget);
  const first = inside.next().value as Unwrapped | Unreadable | undefined;
  const isWrapped = !first || "problem" in first || first.steps.length > spelled.steps.length;
  if (isWrapped || !options.fitsBetter || options.fitsBetter(spelled.bytes, found.bytes)) {
    if (first) yield first;
    yield* inside;
  } else yield found;
}

function* openAs(found: Unwrapped, steps: readonly ContainerName[], budget: Budget): Generator<Unwrapped | Unreadable> {
  const [name, ...rest] = steps;
  if (!name) {
    yield found;
    return;
  }
  const opened = open(name, found.bytes, budget);
  if (isBroken(opened)) yield { part: found.part, problem: `not readable as ${name}: ${opened.reason}` };
  else
    for (const layer of opened) {
      const inner = within(found, name, layer);
      if ("problem" in inner) yield inner;
      else yield* openAs(inner, rest, budget);
    }
}

/** What a layer is in the file, from where its wrapping is. */
function within(outer: Unwrapped, name: ContainerName, layer: Layer | Unreadable): Unwrapped | Unreadable {
  const part = outer.part + (layer.part ?? "");
  if ("problem" in layer) return { part, problem: layer.problem };
  const { bytes, typeName } = layer;
  const remark = [outer.remark, layer.remark].filter((clause) => clause !== undefined).join("; ");
  return {
    bytes,
    steps: [...outer.steps, name],
    ...(outer.pieces && layer.pieces && { pieces: compose(layer.pieces, bytes.length, outer.pieces) }),
    part,
    ...(typeName !== undefined && { typeName }),
    ...(remark !== "" && { remark }),
  };
}

function withRemark(found: Unwrapped, clause: string): Unwrapped {
  return { ...found, remark: found.remark === undefined ? clause : `${found.remark}; ${clause}` };
}
