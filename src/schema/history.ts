import { changesAt, type FieldChange, type Side, sideOf } from "./field-changes.ts";
import type { ExactFacts, Field, MessageType, SchemaSet } from "./model.ts";
import { renamesBetween } from "./renames.ts";

/** What stands at a field number in one release. */
export interface FieldState {
  readonly name: string;
  /** As in the `.proto`. */
  readonly typeText: string;
  /** Full name of the message that declares it, in this release. */
  readonly typeName: string;
  /** Full name of the message or enum that it holds; of a map its entry. */
  readonly holds?: string;
  readonly oneof?: string;
  readonly facts: ExactFacts;
  /** Every fact of its message is stated. */
  readonly exact: boolean;
  readonly comment: string;
}

/** A type in one release, under the name that it has there. */
export interface TypeState {
  readonly release: string;
  /** Absent when the release does not have the type. */
  readonly typeName?: string;
  /** Its name in the release before that has it, when that is another. */
  readonly renamedFrom?: string;
}

/** A field number in one release. */
export interface FieldAtRelease extends TypeState {
  /** Absent when nothing stands at the number. */
  readonly field?: FieldState;
}

/** A change between two neighbours of the releases that have the type: indexes `from` < `to` into the list of releases. */
export type FieldEvent = FieldChange & { readonly from: number; readonly to: number };

export interface FieldHistory {
  readonly number: number;
  /** One for each release, old to new. */
  readonly releases: readonly FieldAtRelease[];
  /** Old to new. */
  readonly events: readonly FieldEvent[];
}

/** A type appears, goes, or gets another name in release `at` (an index). Types of the oldest release are not said to be added. */
export interface TypeEvent {
  readonly kind: "added" | "removed" | "renamed";
  readonly at: number;
}

export interface TypeHistory {
  /** One for each release, old to new. */
  readonly releases: readonly TypeState[];
  readonly events: readonly TypeEvent[];
  /** Every number that a release gives away, in ascending order. */
  readonly fields: readonly FieldHistory[];
}

/**
 * The history of one field number of a message over releases, given old to new. `typeName` is the name of the message in any of
 * them; where it has another name it is followed (see `renamesBetween`). A number or type that no release has gives a history
 * without states. Cost: linear in the fields of the message, once the renames between the releases are known.
 */
export function fieldHistory(sets: readonly SchemaSet[], typeName: string, number: number): FieldHistory {
  return historyAt(number, lineageOf(sets, typeName));
}

/** The history of a message and of all its field numbers. Cost: linear in its fields over all releases, renames as in `fieldHistory`. */
export function typeHistory(sets: readonly SchemaSet[], typeName: string): TypeHistory {
  const lineage = lineageOf(sets, typeName);
  const numbers = new Set(lineage.sides.flatMap((side) => side?.type.fields.map((field) => field.number as number) ?? []));
  return {
    releases: lineage.states,
    events: typeEvents(lineage.states),
    fields: [...numbers].sort((a, b) => a - b).map((number) => historyAt(number, lineage)),
  };
}

interface Lineage {
  readonly states: readonly TypeState[];
  readonly sides: readonly (Side | undefined)[];
}

/** Finds the type in each release: by its name, else by the rename that leads from or to a neighbour in which it is known. */
function lineageOf(sets: readonly SchemaSet[], typeName: string): Lineage {
  const types: (MessageType | undefined)[] = sets.map((set) => set.typeByName.get(typeName));
  for (let i = sets.length - 2; i >= 0; i--) {
    const next = types[i + 1];
    if (types[i] || !next) continue;
    const name = renamesBetween(sets[i]!, sets[i + 1]!).backward.get(next.typeName) ?? next.typeName;
    types[i] = sets[i]!.typeByName.get(name);
  }
  for (let i = 1; i < sets.length; i++) {
    const before = types[i - 1];
    if (types[i] || !before) continue;
    const name = renamesBetween(sets[i - 1]!, sets[i]!).forward.get(before.typeName) ?? before.typeName;
    types[i] = sets[i]!.typeByName.get(name);
  }
  let last: string | undefined;
  const states = sets.map(({ release }, i): TypeState => {
    const name = types[i]?.typeName;
    const renamedFrom = name !== undefined && last !== undefined && last !== name ? last : undefined;
    last = name ?? last;
    return { release, ...(name !== undefined && { typeName: name }), ...(renamedFrom !== undefined && { renamedFrom }) };
  });
  return { states, sides: sets.map((set, i) => types[i] && sideOf(set, types[i])) };
}

function typeEvents(states: readonly TypeState[]): TypeEvent[] {
  const events: TypeEvent[] = [];
  for (let at = 1; at < states.length; at++) {
    const [before, now] = [states[at - 1]!.typeName, states[at]!.typeName];
    if (before === undefined && now !== undefined) events.push({ kind: "added", at });
    if (before !== undefined && now === undefined) events.push({ kind: "removed", at });
    if (states[at]!.renamedFrom !== undefined) events.push({ kind: "renamed", at });
  }
  return events;
}

function historyAt(number: number, { states, sides }: Lineage): FieldHistory {
  const events: FieldEvent[] = [];
  let from: number | undefined;
  for (const [to, side] of sides.entries()) {
    if (!side) continue;
    if (from !== undefined) for (const change of changesAt(number, sides[from]!, side)) events.push({ ...change, from, to });
    from = to;
  }
  const releases = states.map((state, i): FieldAtRelease => {
    const side = sides[i];
    const field = side?.type.byNumber.get(number);
    return side && field ? { ...state, field: stateOf(side, field) } : state;
  });
  return { number, releases, events };
}

function stateOf({ set, type }: Side, field: Field): FieldState {
  const holds = holdsOf(set, field);
  return {
    name: field.name,
    typeText: field.typeText,
    typeName: type.typeName,
    ...(holds !== undefined && { holds }),
    ...(field.oneof !== undefined && { oneof: field.oneof }),
    facts: field.facts,
    exact: type.exact,
    comment: field.comment,
  };
}

function holdsOf(set: SchemaSet, { type }: Field): string | undefined {
  if (type.kind === "enum") return set.enums[type.enumId]!.typeName;
  return type.kind === "message" || type.kind === "group" ? set.types[type.typeId]!.typeName : undefined;
}
