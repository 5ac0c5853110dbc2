import type { Field, MessageType, SchemaSet } from "../schema/index.ts";
import type { RuleId } from "./model.ts";

/** What an absent field comes to when there is no default for it. */
export interface Fault {
  /** False where the schema is not exact and another Rust type that prints alike has a default. */
  readonly certain: boolean;
  /** From the absent field down to the one that has no default. */
  readonly steps: readonly Field[];
  readonly message: string;
  /** All that it can come to: of what may or may not have a default, the first one that has none gives its own message. */
  readonly messages: readonly string[];
  readonly rule: RuleId;
}

const MISSING_FIELD = "missing required field";
const MISSING_VARIANT = "missing enum variant";

/** True for a message whose facts are all stated; the product's own types are. */
export function isExact(type: MessageType): boolean {
  return type.exact || type.builtin || type.mapEntry;
}

/** A message with the one field `field1` that repeats: a sequence in a wrapper. */
export function isWrapper(type: MessageType): boolean {
  return type.fields.length === 1 && type.fields[0]!.repeated && type.fields[0]!.name === "field1";
}

/** The message type of a field that is one. */
export function messageOf(set: SchemaSet, field: Field): MessageType | undefined {
  return field.type.kind === "message" || field.type.kind === "group" ? set.types[field.type.typeId] : undefined;
}

/** What the reader makes of absent fields and messages of one release, worked out once for each type. */
export class Defaults {
  readonly #set: SchemaSet;
  readonly #types = new Map<MessageType, Fault | undefined>();
  readonly #writing = new Map<MessageType, boolean>();
  readonly #open = new Set<MessageType>();

  constructor(set: SchemaSet) {
    this.#set = set;
  }

  /** The fault of a field that is absent from its message; undefined when it has a default. */
  ofField(field: Field): Fault | undefined {
    const { facts } = field;
    const owner = this.#set.types[field.parent]!;
    if (field.map || field.oneof !== undefined || field.presence === "explicit" || facts.nullable) return undefined;
    const type = messageOf(this.#set, field);
    const fault = (certain: boolean, message: string, rule: RuleId = "required-absent"): Fault => ({
      certain,
      steps: [field],
      message,
      messages: [message],
      rule,
    });
    // An absent list of them is empty.
    if (facts.nonzero && !field.repeated) return fault(true, "value must be non-zero", "non-zero");
    if (facts.required || field.presence === "required")
      return type?.isEnum ? fault(true, MISSING_VARIANT, "enum-variant") : fault(true, MISSING_FIELD);
    if (isExact(owner)) return type && !field.repeated ? this.#within(field, type, true) : undefined;
    if (field.packedOnly) return fault(true, MISSING_FIELD);
    // What repeats, and `Option<[T; N]>`, the only ones that are printed bare, have a default.
    if (field.repeated || field.bare) return undefined;
    if (type) return isWrapper(type) ? fault(false, MISSING_FIELD) : this.#within(field, type, false);
    const isBytes = field.type.kind === "scalar" && field.type.scalar === "bytes";
    return isBytes && facts.size === undefined ? fault(false, MISSING_FIELD) : undefined;
  }

  #within(field: Field, type: MessageType, certain: boolean): Fault | undefined {
    const inner = this.ofType(type);
    return inner && { ...inner, certain: inner.certain && certain, steps: [field, ...inner.steps] };
  }

  /** The fault of reading the type from no bytes at all: the first field that surely has no default, else the first that may have none. */
  ofType(type: MessageType): Fault | undefined {
    if (type.builtin || this.#open.has(type)) return undefined;
    if (type.isEnum) return { certain: true, steps: [], message: MISSING_VARIANT, messages: [MISSING_VARIANT], rule: "enum-variant" };
    if (this.#types.has(type)) return this.#types.get(type);
    this.#open.add(type);
    let found: Fault | undefined;
    const messages = new Set<string>();
    for (const field of type.fields) {
      const fault = this.ofField(field);
      if (!fault) continue;
      for (const message of fault.messages) messages.add(message);
      if (!found || fault.certain) found = fault;
      if (fault.certain) break;
    }
    if (found) found = { ...found, messages: [...messages] };
    const counted = type.fields.length === 1 ? type.fields[0]! : undefined;
    if (!found && counted?.facts.count && !counted.packedOnly)
      found = { certain: true, steps: [], message: MISSING_FIELD, messages: [MISSING_FIELD], rule: "required-absent" };
    this.#open.delete(type);
    this.#types.set(type, found);
    return found;
  }

  /** True when a message of the type is written although nothing of it was read: it holds a fixed layout, which is written all zero. */
  writesOfNothing(type: MessageType): boolean {
    const known = this.#writing.get(type);
    if (known !== undefined) return known;
    this.#writing.set(type, false);
    const writes =
      isExact(type) &&
      type.fields.some((field) => {
        if (field.repeated || field.oneof !== undefined || field.presence === "explicit" || field.facts.nullable) return false;
        if (field.facts.size !== undefined) return true;
        const inner = messageOf(this.#set, field);
        return inner !== undefined && this.writesOfNothing(inner);
      });
    this.#writing.set(type, writes);
    return writes;
  }
}
