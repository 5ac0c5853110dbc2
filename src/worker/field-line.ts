import { assertNever } from "../base/index.ts";
import { describeField, type ExactFacts, type FieldEvent, type FieldHistory, type FieldState, type SchemaSet } from "../schema/index.ts";
import type { ChangeKind, FieldCell, FieldChange, FieldLine } from "./protocol.ts";

/** What breaks a restore stands before what only looks different. */
const GRAVITY: readonly ChangeKind[] = ["reused", "retyped", "removed", "added", "moved", "facts", "renamed"];

/** A field's history as the page draws it: a cell for each release, and sentences for what became of it. */
export function lineOf(history: FieldHistory, sets: readonly SchemaSet[]): FieldLine {
  const states = history.releases.map(({ field }) => field);
  const newest = states.findLast((state) => state !== undefined);
  const cells = history.releases.map((at, index) => cellOf(history, at.typeName !== undefined, index, sets[index]!));
  const names = [...new Set(states.flatMap((state) => (state ? [state.name] : [])).reverse())];
  const kinds = new Set(history.events.map(({ kind }) => kind));
  const last = history.releases.findLastIndex(({ typeName }) => typeName !== undefined);
  return {
    number: history.number,
    name: names[0] ?? `#${history.number}`,
    was: names.slice(1),
    comment: newest?.comment ?? "",
    gone: states[last] === undefined,
    cells,
    kinds: GRAVITY.filter((kind) => kinds.has(kind)),
  };
}

function cellOf({ number, releases, events }: FieldHistory, hasType: boolean, index: number, set: SchemaSet): FieldCell {
  if (!hasType) return { state: "no-type", changes: [] };
  const state = releases[index]!.field;
  const here = events.filter(({ to }) => to === index);
  const changes = here.map((event) => changeOf(event, number, releases[event.from]!.field, state));
  if (!state) return { state: "absent", changes };
  const field = set.typeByName.get(state.typeName)?.byNumber.get(number);
  const first = !releases.slice(0, index).some((at) => at.field);
  const type = field && set.typeByName.get(state.typeName);
  return {
    state: first || changes.length > 0 ? "stated" : "same",
    name: state.name,
    typeText: state.typeText,
    ...(state.holds !== undefined && { holds: state.holds }),
    ...(field && { text: describeField(field) }),
    ...(type && { place: field.line === undefined ? type.file : `${type.file}:${field.line}` }),
    changes,
  };
}

function changeOf(event: FieldEvent, number: number, before: FieldState | undefined, now: FieldState | undefined): FieldChange {
  return { kind: event.kind, says: saysOf(event, number, before, now) };
}

function saysOf(event: FieldEvent, number: number, before: FieldState | undefined, now: FieldState | undefined): string {
  switch (event.kind) {
    case "added":
      return event.otherNumber === undefined ? (now?.name ?? "") : `${now?.name} here; it had number ${event.otherNumber} before`;
    case "removed":
      return event.otherNumber === undefined ? `${before?.name} is gone` : `${before?.name} has number ${event.otherNumber} now`;
    case "renamed":
      return `${before?.name} became ${now?.name}`;
    case "retyped": {
      const bytes = event.sameBytes ? "; the bytes are the same" : "";
      const change =
        before?.typeText === now?.typeText
          ? `${now?.typeText} is another type of that name`
          : `${before?.typeText} became ${now?.typeText}`;
      return `${change}${event.typeRenamed ? ", the same type under a new name" : bytes}`;
    }
    case "moved":
      if (now?.oneof === undefined) return `out of the oneof ${before?.oneof}`;
      return before?.oneof === undefined ? `into the oneof ${now.oneof}` : `from the oneof ${before.oneof} to ${now.oneof}`;
    case "reused":
      return `number ${number} was ${before?.name}${event.otherNumber === undefined ? ", which is gone" : `, which has number ${event.otherNumber} now`}`;
    case "facts":
      return event.facts.map((fact) => factSays(fact, before?.facts, now?.facts)).join("; ");
    default:
      return assertNever(event);
  }
}

function factSays(fact: keyof ExactFacts, before: ExactFacts | undefined, now: ExactFacts | undefined): string {
  const [old, fresh] = [before?.[fact], now?.[fact]];
  if (typeof old === "boolean" || typeof fresh === "boolean") return fresh ? `${fact} now` : `no longer ${fact}`;
  return `${fact} ${old ?? "not stated"} became ${fresh ?? "not stated"}`;
}
