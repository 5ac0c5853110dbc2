import { counted } from "../../base/index.ts";
import type { Field, MessageType, SchemaSet } from "../../schema/index.ts";
import type { Defaults } from "./defaults.ts";
import { type Outcome, rankOf } from "./model.ts";
import { formOf, sequenceIn } from "./shape.ts";
import { judgePacked, judgeShape } from "./values.ts";

/** One direction: the release that writes and the one that reads. */
export interface Route {
  readonly writer: SchemaSet;
  readonly reader: SchemaSet;
  readonly writes: Defaults;
  readonly reads: Defaults;
  /** True when the two are one type, by name or by a rename: what changed inside is told at that type. */
  readonly isSame: (written: MessageType, read: MessageType) => boolean;
}

/** Inner outcomes that one field keeps: enough to explain, few enough to read. */
const MOST_INNER = 50;

/** What a reader makes of fields and messages that another release wrote by another schema. Remembers pairs of messages. */
export class Judge {
  readonly #route: Route;
  readonly #messages = new Map<MessageType, Map<MessageType, readonly Outcome[]>>();

  constructor(route: Route) {
    this.#route = route;
  }

  get route(): Route {
    return this.#route;
  }

  /** One number that both schemas have: every way in which the reader takes its bytes, or their absence, as something else. */
  field(written: Field, read: Field): readonly Outcome[] {
    const { writer, reader } = this.#route;
    const outcomes = [...this.#form(written, read)];
    if (outcomes.some(({ severity }) => severity === "breaks")) return outcomes;
    if (outcomes.some(({ rule }) => rule === "list-changed")) return [...outcomes, ...this.#emptyList(written, read)];
    const isMember = written.oneof !== undefined || read.oneof !== undefined;
    if (!isMember) outcomes.push(...this.#absence(written, read));
    if (written.declaredDefault !== read.declaredDefault && writer !== reader)
      outcomes.push(outcome("default-changed", "risk", `an absent value is read as ${defaultText(read)}`));
    return outcomes;
  }

  #form(written: Field, read: Field): readonly Outcome[] {
    const from = formOf(this.#route.writer, written);
    const to = formOf(this.#route.reader, read);
    const { writer, reader } = this.#names;
    const gained = from.times !== "one" && to.times === "one" ? sequenceIn(to.shape) : undefined;
    const lost = from.times === "one" && to.times !== "one" ? sequenceIn(from.shape) : undefined;
    if (gained || lost) {
      const taken = gained ? "each element for a message around the whole list" : "the message around the list for its first element";
      return [outcome("sequence-wrapped", "breaks", `${reader} takes ${taken}; it fails or reads wrong values`)];
    }
    if (from.times === to.times) {
      const count = from.isExact ? countOutcome(from.count, to.count, "wrong array length", writer) : undefined;
      const packed = from.times === "numbers" && written.packed ? judgePacked(from.shape, to.shape, this.#names) : undefined;
      const whole = count ?? packed;
      return whole ? [whole] : this.#shape(from.shape, to.shape);
    }
    if (from.times === "one") return this.#oneToMany(from.shape, to);
    if (to.times === "one") return this.#manyToOne(from, to.shape);
    if (from.times === "numbers") return this.#shape({ kind: "array", element: from.shape, count: undefined }, to.shape);
    return this.#shape(from.shape, { kind: "array", element: to.shape, count: undefined });
  }

  get #names(): { readonly writer: string; readonly reader: string } {
    return { writer: this.#route.writer.release, reader: this.#route.reader.release };
  }

  #oneToMany(from: ReturnType<typeof formOf>["shape"], to: ReturnType<typeof formOf>): readonly Outcome[] {
    const { reader } = this.#names;
    if (to.times === "numbers" && from.kind === "array") return this.#shape(from.element, to.shape);
    if (to.times === "numbers" && from.kind !== "varint" && from.kind !== "fixed")
      return this.#shape(from, { kind: "array", element: to.shape, count: undefined });
    const inner = this.#shape(from, to.shape);
    if (inner.some(({ severity }) => severity === "breaks")) return inner;
    if (to.count !== undefined && to.count !== 1)
      return [outcome("list-changed", "breaks", `wrong array length: ${reader} takes exactly ${to.count} elements`)];
    return [outcome("list-changed", "risk", `${reader} reads a list of one element, and an empty one for an omitted default`)];
  }

  #manyToOne(from: ReturnType<typeof formOf>, to: ReturnType<typeof formOf>["shape"]): readonly Outcome[] {
    const { reader } = this.#names;
    if (from.times === "numbers") {
      if (to.kind === "array") {
        const inner = this.#shape(from.shape, to.element);
        const count = to.count === undefined ? "its own number of" : `exactly ${to.count}`;
        return [outcome("list-changed", "breaks", `wrong packed array length: ${reader} takes ${count} elements only`), ...inner];
      }
      return this.#shape({ kind: "array", element: from.shape, count: undefined }, to);
    }
    const inner = this.#shape(from.shape, to);
    if (inner.some(({ severity }) => severity === "breaks")) return inner;
    if (from.shape.kind === "message") return [outcome("list-changed", "risk", `${reader} merges all elements into one`)];
    if (to.kind === "bytes" && to.size === undefined) return [outcome("list-changed", "risk", `${reader} joins all elements into one`)];
    return [outcome("list-changed", "loses", `${reader} keeps the last element only`)];
  }

  #shape(from: ReturnType<typeof formOf>["shape"], to: ReturnType<typeof formOf>["shape"]): readonly Outcome[] {
    return judgeShape(from, to, this.#names, (written, read) => this.message(written, read));
  }

  /** What the absence of a field means to the writer and to the reader, when that is not the same. */
  #absence(written: Field, read: Field): readonly Outcome[] {
    // A list of packed numbers alone in a wrapper is never a field: there is no such wrapper on the wire.
    if (read.packedOnly && sequenceIn({ kind: "message", type: this.#route.reader.types[read.parent]! })) return [];
    const omits = this.#route.writes.omits(written);
    const absence = this.#route.reads.of(read);
    if (omits === "never" || omits === "unknown" || absence.kind === "fine") return [];
    if (omits === "none") {
      // What fails in the writer's release too is no change between the two.
      if (absence.kind === "default")
        return [outcome("option-changed", "risk", `None is read as the default: ${this.#names.reader} does not tell the two apart`)];
      if (absence.kind === "none" || (absence.kind === "depends" && written.presence === read.presence && !this.#isExact(read))) return [];
      return [failing("option-changed", absence, `${this.#names.writer} leaves it out for None`)];
    }
    if (absence.kind === "none") {
      if (isList(written)) return [];
      return [outcome("option-changed", "risk", `an omitted default is read as None, not as Some of the default`)];
    }
    if (absence.kind === "default" || this.#isToldInside(written, read, absence.path) || this.#failsAlike(written, read, absence))
      return [];
    // Then it always writes it, as the reader wants; what the plain schema leaves open is no change.
    if (this.#route.writes.mayLackDefault(written)) return [];
    return [failing("default-lost", absence, `${this.#names.writer} leaves it out when it holds the default`)];
  }

  /** What a reader of one value makes of a list that was empty, and so is not on the wire. */
  #emptyList(written: Field, read: Field): readonly Outcome[] {
    if (!isList(written) || isList(read) || written.oneof !== undefined) return [];
    const absence = this.#route.reads.of(read);
    if (absence.kind !== "fails" && absence.kind !== "depends") return [];
    return [failing("default-lost", absence, `${this.#names.writer} leaves an empty list out`)];
  }

  #isExact({ parent }: Field): boolean {
    return this.#route.reader.types[parent]!.exact;
  }

  /** True when it is a field inside one and the same type that fails: the change is told where that field is declared. */
  #isToldInside(written: Field, read: Field, path: readonly string[]): boolean {
    const from = formOf(this.#route.writer, written).shape;
    const to = formOf(this.#route.reader, read).shape;
    return path.length > 0 && from.kind === "message" && to.kind === "message" && this.#route.isSame(from.type, to.type);
  }

  /** True when the writer's own reader has no default there either, or its plain schema says no more than the reader's. */
  #failsAlike(written: Field, read: Field, absence: ReturnType<Defaults["of"]>): boolean {
    // A plain schema that shows the field as the writer's does tells of no change.
    if (absence.kind === "depends") return written.presence === read.presence;
    const own = this.#route.writes.of(written);
    return own.kind === "fails" && absence.kind === "fails" && own.path.join() === absence.path.join();
  }

  /** What the reader makes of a message of another type: field by field, by number. Nothing for one type under one name or two. */
  message(written: MessageType, read: MessageType): readonly Outcome[] {
    // Of a map's entry, which no file declares, nothing is told elsewhere.
    if (!written.mapEntry && this.#route.isSame(written, read)) return [];
    let of = this.#messages.get(written);
    if (!of) {
      of = new Map();
      this.#messages.set(written, of);
    }
    const known = of.get(read);
    if (known) return known;
    // A pair inside itself adds nothing to itself.
    of.set(read, []);
    const outcomes = (read.isEnum ? this.#asEnum(written, read) : this.#asStruct(written, read))
      .sort((a, b) => rankOf(a.severity) - rankOf(b.severity))
      .slice(0, MOST_INNER);
    of.set(read, outcomes);
    return outcomes;
  }

  #asEnum(written: MessageType, read: MessageType): Outcome[] {
    const outcomes: Outcome[] = [];
    const { writer, reader } = this.#names;
    const strange = written.fields.find(({ number }) => !read.byNumber.has(number));
    if (strange)
      outcomes.push({
        rule: "enum-changed",
        severity: "breaks",
        path: [strange.name],
        text: `missing enum variant: ${reader} has no variant ${strange.number}`,
      });
    if (!written.isEnum && this.#route.writes.canBeEmpty(written))
      outcomes.push(
        outcome("enum-changed", "breaks", `missing enum variant: ${writer} writes a struct, which may leave every variant out`),
      );
    return [...outcomes, ...this.#shared(written, read)];
  }

  #asStruct(written: MessageType, read: MessageType): Outcome[] {
    const outcomes = this.#shared(written, read);
    const { writer, reader } = this.#names;
    for (const field of read.fields) {
      if (written.byNumber.has(field.number)) continue;
      const absence = this.#route.reads.of(field);
      if (absence.kind === "fails" || absence.kind === "depends")
        outcomes.push(prefixed(field.name, failing("required-added", absence, `${writer} does not write it`)));
    }
    for (const field of written.fields)
      if (!read.byNumber.has(field.number))
        outcomes.push({ rule: "field-removed", severity: "loses", path: [field.name], text: `${reader} skips it` });
    return outcomes;
  }

  #shared(written: MessageType, read: MessageType): Outcome[] {
    return written.fields.flatMap((field) => {
      const other = read.byNumber.get(field.number);
      return other ? this.field(field, other).map((one) => prefixed(other.name, one)) : [];
    });
  }
}

function defaultText({ type, declaredDefault }: Field): string {
  if (declaredDefault === undefined) return "the default";
  return type.kind === "scalar" && typeof declaredDefault === "string" && /string|bytes/.test(type.scalar)
    ? JSON.stringify(declaredDefault)
    : String(declaredDefault);
}

function isList({ repeated, packedOnly }: Field): boolean {
  return repeated && !packedOnly;
}

function outcome(rule: Outcome["rule"], severity: Outcome["severity"], text: string): Outcome {
  return { rule, severity, path: [], text };
}

function prefixed(name: string, { path, ...rest }: Outcome): Outcome {
  return { ...rest, path: [name, ...path] };
}

/** The outcome of an absence that fails, or that a plain schema does not tell. */
export function failing(
  rule: Outcome["rule"],
  absence: Extract<ReturnType<Defaults["of"]>, { path: readonly string[] }>,
  why: string,
): Outcome {
  const { path, reason } = absence;
  if (absence.kind === "fails") return { rule, severity: "breaks", path, text: `${reason}: ${why}` };
  const [reads, fails] = absence.types;
  return {
    rule,
    severity: "risk",
    path,
    text: `${why}; it reads if the Rust type is ${reads} and fails with “${reason}” if it is ${fails}`,
  };
}

/** `[T; N]` with another N, or an exact number where any was written. */
function countOutcome(from: number | undefined, to: number | undefined, reason: string, writer: string): Outcome | undefined {
  if (to === undefined || from === to) return undefined;
  const wrote = from === undefined ? "any number of" : String(from);
  return outcome("array-length", "breaks", `${reason}: it takes exactly ${counted(to, "element")}, ${writer} writes ${wrote}`);
}
