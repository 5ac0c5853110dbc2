import { bareElement, isPackable, wireOfScalar } from "../decode/index.ts";
import { type Field, isAnotherField, type MessageType, type ScalarType, type SchemaSet } from "../schema/index.ts";
import { WireType } from "../wire/index.ts";
import { Contents } from "./contents.ts";
import { Defaults, isExact, isWrapper, messageOf } from "./defaults.ts";
import type { Evidence } from "./model.ts";
import { viewOf } from "./names.ts";
import { Cut, DENSE, Doubtful, type FieldPlan, How, type Need, type Plan } from "./plan.ts";
import { Tables } from "./tables.ts";

function isUnit(set: SchemaSet, type: MessageType): boolean {
  const [name, state] = type.fields;
  if (type.fields.length !== 2 || type.builtin || !name || !state) return false;
  const isName = name.number === 1 && name.name === "name" && scalarOf(name) === "string" && !name.repeated;
  return isName && state.number === 2 && !state.repeated && messageOf(set, state)?.typeName === "google.protobuf.Any";
}

function isOption(field: Field): boolean {
  return field.presence === "explicit" || field.facts.nullable === true;
}

function cutOf(scalar: ScalarType | undefined): number {
  if (scalar === "bool") return Cut.BOOL;
  if (scalar === "sint32" || scalar === "sint64") return Cut.ZIGZAG;
  return scalar === "uint32" || scalar === "uint64" ? Cut.UNSIGNED : Cut.SIGNED;
}

function scalarOf(field: Field): ScalarType | undefined {
  return field.type.kind === "scalar" ? field.type.scalar : undefined;
}

function widthOf(field: Field): number {
  if (field.facts.bits) return field.facts.bits;
  return field.type.kind === "enum" || /32$/.test(scalarOf(field) ?? "") ? 32 : 64;
}

const encoder = new TextEncoder();

/** Plans of one reader, beside one writer or none. */
export class Plans {
  readonly reader: SchemaSet;
  readonly writer: SchemaSet | undefined;
  readonly defaults: Defaults;
  /** The units that the reader has by their names, with the bytes of these, when it says so. */
  readonly units: ReadonlyMap<string, DataView> | undefined;
  /** All that were made, by their id. */
  readonly list: Plan[] = [];
  /** For the fast loop: those that were opened. */
  readonly tables = new Tables();
  /** Plans of contents of `Any` by the bytes of their type URL. */
  readonly contents = new Contents();
  readonly #evidence: ReadonlySet<string> | undefined;
  readonly #looksForAll: boolean;
  readonly #made = new Map<number, Plan>();

  /** `looksForAll`: every field of which a plain schema does not say that it may be absent is among the needs, whoever wrote it. */
  constructor(reader: SchemaSet, writer: SchemaSet | undefined, evidence: Evidence | undefined, looksForAll = false) {
    this.#looksForAll = looksForAll;
    this.reader = reader;
    this.writer = writer;
    this.defaults = new Defaults(reader);
    this.units = reader.units && new Map(reader.units.map((name) => [name, viewOf(encoder.encode(name))]));
    this.#evidence = evidence?.get(reader.release);
  }

  /** The plan of a reader's type beside a writer's. */
  of(type: MessageType, writerType: MessageType | undefined): Plan {
    const key = type.id * ((this.writer?.types.length ?? 0) + 1) + (writerType ? writerType.id + 1 : 0);
    let plan = this.#made.get(key);
    if (!plan) {
      plan = this.#make(type, writerType);
      this.list.push(plan);
      this.#made.set(key, plan);
    }
    return plan;
  }

  /** The plan of the message that a field of a plan holds. */
  child(plan: Plan, order: number): Plan {
    let child = plan.children[order];
    if (!child) {
      const { message, written } = plan.fields[order]!;
      child = this.of(message!, written && this.writer ? messageOf(this.writer, written) : undefined);
      plan.children[order] = child;
    }
    return child;
  }

  /** The plan of an `Any`'s content; undefined when the reader has no type of that name. */
  content(typeName: string): Plan | undefined {
    const type = this.reader.typeByName.get(typeName);
    return type && this.of(type, this.writer?.typeByName.get(typeName));
  }

  /** A field need not be in messages of a plan any more; readings that have such messages open are told by their stacks. */
  needsNot(plan: Plan, order: number): void {
    plan.needs = plan.needs.filter((need) => need.order !== order);
    plan.isNeeded[order] = false;
    this.tables.needsNot(plan, order);
  }

  #make(type: MessageType, writerType: MessageType | undefined): Plan {
    const fields = type.fields.map((field) => this.#field(type, field, writerType));
    const dense = new Int16Array(DENSE).fill(-1);
    for (const [order, { field }] of fields.entries()) if (field.number < DENSE && type.fields.length < 32768) dense[field.number] = order;
    const needs = fields.flatMap((plan, order) => this.#need(type, writerType, plan, order) ?? []);
    const needed = new Set(needs.map(({ order }) => order));
    return {
      id: this.list.length,
      type,
      writerType,
      exact: isExact(type),
      isAny: type.typeName === "google.protobuf.Any",
      isDuration: type.typeName === "google.protobuf.Duration",
      isUnit: isUnit(this.reader, type),
      unitList: fields.findIndex(
        ({ field, message }) => field.name === "units" && field.repeated && message !== undefined && isUnit(this.reader, message),
      ),
      fields,
      dense,
      maps: fields.flatMap(({ field }, order) => (field.map ? [order] : [])),
      needs,
      isNeeded: fields.map((_, order) => needed.has(order)),
      children: new Array(fields.length),
    };
  }

  #need(owner: MessageType, writerType: MessageType | undefined, { field }: FieldPlan, order: number): Need | undefined {
    const fault = this.defaults.ofField(field);
    if (!fault) return undefined;
    if (fault.certain || this.#looksForAll) return { order, fault, certain: fault.certain };
    // What the release itself wrote it reads, and what it is known to leave out it has a default for.
    if (this.writer === this.reader || this.#evidence?.has(`${owner.typeName}#${field.number}`)) return undefined;
    const same = sameField(owner, field, writerType);
    const isAlike = same !== undefined && same.repeated === field.repeated && same.type.kind === field.type.kind;
    // Only of a message do the releases leave out what one has as `T` and the other as `Option<T>`.
    if (isAlike && field.type.kind === "scalar" && scalarOf(field) === scalarOf(same)) return undefined;
    return { order, fault, certain: false };
  }

  #field(owner: MessageType, field: Field, writerType: MessageType | undefined): FieldPlan {
    const written = writerType?.byNumber.get(field.number);
    const same = sameField(owner, field, writerType);
    const element = bareElement(this.reader, field) ?? field;
    const scalar = scalarOf(element);
    const message = field.bare ? undefined : messageOf(this.reader, field);
    const wrapped = message && isWrapper(message) && !message.fields[0]!.packedOnly ? message.fields[0]!.facts.count : undefined;
    const isAnyValue = owner.typeName === "google.protobuf.Any" && field.number === 2;
    const size = field.facts.size ?? -1;
    const how = isAnyValue ? How.ANY_VALUE : wrapped !== undefined ? How.WRAPPED : howOf(field, element, message);
    const wire = element.type.kind === "enum" ? WireType.VARINT : scalar ? wireOfScalar(scalar) : WireType.LEN;
    return {
      field,
      how,
      accepts: acceptedBy(how, wire),
      wire,
      cut: cutOf(scalar),
      bits: widthOf(element),
      nonzero: element.facts.nonzero === true,
      count: (field.bare ? element.facts.count : (wrapped ?? field.facts.count)) ?? -1,
      size,
      isByteArray: size >= 0 && (field.facts.required === true || field.repeated),
      repeated: field.repeated && !field.packedOnly,
      replaces: (!field.repeated || field.packedOnly) && how !== How.MESSAGE && how !== How.BYTES && how !== How.ANY_VALUE,
      keepsDefault: isOption(field) || field.oneof !== undefined || field.repeated,
      message,
      isPlain: message !== undefined && isExact(owner) && !field.repeated && !isOption(field) && field.oneof === undefined,
      written,
      doubtful: isExact(owner) || this.writer === this.reader ? Doubtful.NO : doubtOf(this.reader, field, this.writer, same),
      reinterpreted: written !== undefined && isReadOtherwise(field, written),
      // A plain schema shows an Option of a message as the message.
      losesSome:
        written !== undefined &&
        !field.repeated &&
        !written.repeated &&
        isOption(written) &&
        !isOption(field) &&
        field.oneof === undefined &&
        (message === undefined || isExact(owner)),
    };
  }
}

function acceptedBy(how: number, wire: number): number {
  const len = 1 << WireType.LEN;
  switch (how) {
    case How.VARINT:
    case How.FIXED64:
    case How.FIXED32:
      return 1 << wire;
    case How.VEC:
      return len | (1 << wire);
    case How.MESSAGE:
    case How.WRAPPED:
    case How.ANY_VALUE:
      return len | (1 << WireType.MESH);
    case How.OPAQUE:
      return 0xff;
    default:
      return len;
  }
}

function howOf(field: Field, element: Field, message: MessageType | undefined): number {
  if (field.type.kind === "unresolved") return How.OPAQUE;
  if (message) return How.MESSAGE;
  if (field.bare || field.packedOnly) return How.ARRAY;
  if (isPackable(field)) return How.VEC;
  const scalar = scalarOf(element);
  if (scalar === "string") return How.STRING;
  if (scalar === "bytes") return field.facts.size === undefined ? How.BYTES : How.SIZED;
  const wire = scalar ? wireOfScalar(scalar) : WireType.VARINT;
  return wire === WireType.I64 ? How.FIXED64 : wire === WireType.I32 ? How.FIXED32 : How.VARINT;
}

/** The writer's field when it is the reader's, not one to which the number was given. */
function sameField(owner: MessageType, { number }: Field, writerType: MessageType | undefined): Field | undefined {
  return writerType && !isAnotherField(writerType, owner, number) ? writerType.byNumber.get(number) : undefined;
}

/** What a plain schema leaves open of a field that is there, where the writer's field is not alike. */
function doubtOf(reader: SchemaSet, field: Field, writer: SchemaSet | undefined, written: Field | undefined): number {
  const isBytes = (one: Field | undefined): boolean => one?.type.kind === "scalar" && one.type.scalar === "bytes";
  if (isBytes(field) && field.facts.size === undefined) return isBytes(written) ? Doubtful.NO : Doubtful.SIZE;
  if (field.bare || field.packedOnly) {
    const isArray = written !== undefined && (written.bare || written.packedOnly);
    return isArray || field.facts.count !== undefined ? Doubtful.NO : Doubtful.COUNT;
  }
  const message = field.repeated ? undefined : messageOf(reader, field);
  if (!message || !isWrapper(message)) return Doubtful.NO;
  const other = written && writer && messageOf(writer, written);
  return other && isWrapper(other) ? Doubtful.NO : Doubtful.WRAPPER;
}

function isReadOtherwise(field: Field, written: Field): boolean {
  const [own, other] = [scalarOf(field), scalarOf(written)];
  if (own === undefined || other === undefined) return false;
  const wire = wireOfScalar(own);
  // Packed, both are bytes on the wire.
  if (wire !== wireOfScalar(other)) return isPackable(field) && isPackable(written);
  if (wire === WireType.VARINT) return (cutOf(own) === Cut.ZIGZAG) !== (cutOf(other) === Cut.ZIGZAG);
  if (wire === WireType.LEN) return false;
  return (own === "double" || own === "float") !== (other === "double" || other === "float");
}
