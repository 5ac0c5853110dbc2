import type { Field, MessageType, SchemaSet } from "../../schema/index.ts";
import { sequenceIn } from "./shape.ts";

/** What a reader makes of a field that is not on the wire. */
export type Absence =
  /** Reads as empty, None or the default. */
  | { readonly kind: "none" }
  | { readonly kind: "default" }
  /** Has no default. `path` leads from the field to the inner one that fails; empty for the field itself. */
  | { readonly kind: "fails"; readonly path: readonly string[]; readonly reason: string }
  /** The plain schema does not tell: with the first Rust type it has a default, with the second it fails. */
  | { readonly kind: "depends"; readonly path: readonly string[]; readonly reason: string; readonly types: readonly [string, string] }
  /** The plain schema does not tell None from the default; neither fails. */
  | { readonly kind: "fine" };

type Failing = Extract<Absence, { kind: "fails" | "depends" }>;

/** What the releases' readers hold for absent fields. Remembers what it was asked. */
export class Defaults {
  readonly #set: SchemaSet;
  readonly #failing = new Map<MessageType, Failing | undefined>();
  readonly #empty = new Map<MessageType, boolean>();

  constructor(set: SchemaSet) {
    this.#set = set;
  }

  /** What the reader makes of the absence of a field from a message that is present. */
  of(field: Field): Absence {
    const { type, facts } = field;
    const { exact } = this.#set.types[field.parent]!;
    if (field.oneof !== undefined) return { kind: "none" };
    const message = type.kind === "message" || type.kind === "group" ? this.#set.types[type.typeId]! : undefined;
    if (facts.required) return { kind: "fails", path: [], reason: message?.isEnum ? "missing enum variant" : "missing required field" };
    if (facts.nullable || (field.bare && !exact && !field.repeated)) return { kind: "none" };
    if (field.bare) return { kind: "none" };
    if (field.packedOnly && !exact) return { kind: "fails", path: [], reason: "missing required field" };
    if (field.repeated) return { kind: "default" };
    if (message) return this.#ofMessage(message, exact);
    if (field.presence === "explicit") return { kind: "none" };
    if (facts.nonzero) return { kind: "fails", path: [], reason: "value must be non-zero" };
    if (type.kind === "scalar" && type.scalar === "bytes" && !exact && facts.size === undefined)
      return { kind: "depends", path: [], reason: "missing required field", types: ["Vec<u8>", "[u8; N]"] };
    return { kind: "default" };
  }

  #ofMessage(message: MessageType, isExact: boolean): Absence {
    if (isExact) return this.failing(message) ?? { kind: "default" };
    if (message.isEnum) {
      const types = [`Option<${message.name}>`, message.name] as const;
      return { kind: "depends", path: [], reason: "missing enum variant", types };
    }
    const sequence = sequenceIn({ kind: "message", type: message });
    if (sequence) return { kind: "depends", path: [], reason: "missing required field", types: ["Option<Vec<T>>", "[T; N]"] };
    const inner = this.failing(message);
    if (!inner) return { kind: "fine" };
    return { kind: "depends", path: inner.path, reason: inner.reason, types: [`Option<${message.name}>`, message.name] };
  }

  /** The first field by which a message fails when all its fields are absent, a sure one before others; undefined for none. */
  failing(type: MessageType): Failing | undefined {
    if (this.#failing.has(type)) return this.#failing.get(type);
    // A type inside itself adds nothing to itself.
    this.#failing.set(type, undefined);
    let found: Failing | undefined;
    if (type.isEnum && !type.exact) {
      found = { kind: "depends", path: [], reason: "missing enum variant", types: [`Option<${type.name}>`, type.name] };
    } else if (!type.isEnum) {
      for (const field of type.fields) {
        const absence = this.of(field);
        if (absence.kind !== "fails" && absence.kind !== "depends") continue;
        if (found && (found.kind === "fails" || absence.kind === "depends")) continue;
        found = { ...absence, path: [field.name, ...absence.path] };
      }
    }
    this.#failing.set(type, found);
    return found;
  }

  /**
   * What is meant when a writer leaves the field out: `none` an Option's None, `default` the default value, `never` it always writes
   * it; `unknown` when a plain schema does not tell.
   */
  omits(field: Field): "none" | "default" | "never" | "unknown" {
    const { type, facts } = field;
    const { exact } = this.#set.types[field.parent]!;
    if (field.oneof !== undefined || facts.nullable || field.bare) return "none";
    if (facts.required) return "never";
    if (field.packedOnly) return exact ? "default" : "never";
    if (field.repeated) return "default";
    if (type.kind === "message" || type.kind === "group")
      return exact ? (this.canBeEmpty(this.#set.types[type.typeId]!) ? "default" : "never") : "unknown";
    if (field.presence === "explicit") return "none";
    // A fixed layout is always written; of 16 bytes it may be a u128 or an IPv6 address, which is left out when zero.
    return facts.nonzero || (facts.size !== undefined && facts.size !== 16) ? "never" : "default";
  }

  /** True when a plain schema does not tell whether the field has a default: it shows `[u8; N]` as `Vec<u8>`, and `NonZero` as the number. */
  mayLackDefault({ type, facts, parent }: Field): boolean {
    if (this.#set.types[parent]!.exact || type.kind !== "scalar") return false;
    return type.scalar === "bytes" ? facts.size === undefined : /int|fixed/.test(type.scalar);
  }

  /** True when a message can have no field at all on the wire, so that it is left out itself. */
  canBeEmpty(type: MessageType): boolean {
    const known = this.#empty.get(type);
    if (known !== undefined) return known;
    this.#empty.set(type, true);
    const can = !type.isEnum && type.fields.every((field) => this.omits(field) !== "never");
    this.#empty.set(type, can);
    return can;
  }
}
