import type { EnumId, EnumType, Field, FieldId, FieldType, MessageType, SchemaSet, TypeId } from "../schema/index.ts";

/** A reading release's set with the types of others behind its own, and where each of these begins. */
export interface JoinedSet {
  readonly set: SchemaSet;
  /** By lender, in the order in which they were given. */
  readonly shifts: readonly { readonly types: number; readonly fields: number }[];
}

/** Joins kept for one reader: what a user chooses makes others. */
const KEPT = 8;

const joins = new WeakMap<SchemaSet, { readonly lenders: readonly SchemaSet[]; readonly joined: JoinedSet }[]>();

/**
 * The reader's set with each lender's types, fields and enums appended under shifted ids; the reader's own keep theirs. Names are
 * looked up, and roots are listed, among the reader's alone. Made once for the same sets; cost: linear in them.
 */
export function joinSets(reader: SchemaSet, lenders: readonly SchemaSet[]): JoinedSet {
  const made = joins.get(reader) ?? [];
  joins.set(reader, made);
  const before = made.find((one) => one.lenders.length === lenders.length && one.lenders.every((set, i) => set === lenders[i]));
  if (before) return before.joined;
  const types = [...reader.types];
  const fields = [...reader.fields];
  const enums = [...reader.enums];
  const shifts: { types: number; fields: number }[] = [];
  for (const lender of lenders) {
    const shift = { types: types.length, fields: fields.length, enums: enums.length };
    shifts.push(shift);
    const moved = lender.fields.map((field) => movedField(field, shift));
    fields.push(...moved);
    for (const type of lender.types) types.push(movedType(type, moved, shift.types));
    enums.push(...lender.enums.map((one): EnumType => ({ ...one, id: (one.id + shift.enums) as EnumId })));
  }
  const joined = { set: { ...reader, types, fields, enums }, shifts };
  made.push({ lenders, joined });
  if (made.length > KEPT) made.shift();
  return joined;
}

interface Shift {
  readonly types: number;
  readonly fields: number;
  readonly enums: number;
}

function movedField(field: Field, shift: Shift): Field {
  return {
    ...field,
    id: (field.id + shift.fields) as FieldId,
    parent: (field.parent + shift.types) as TypeId,
    type: movedFieldType(field.type, shift),
  };
}

function movedFieldType(type: FieldType, shift: Shift): FieldType {
  switch (type.kind) {
    case "message":
    case "group":
      return { kind: type.kind, typeId: (type.typeId + shift.types) as TypeId };
    case "enum":
      return { kind: "enum", enumId: (type.enumId + shift.enums) as EnumId };
    default:
      return type;
  }
}

function movedType(type: MessageType, moved: readonly Field[], shift: number): MessageType {
  const fields = type.fields.map((field) => moved[field.id]!);
  return {
    ...type,
    id: (type.id + shift) as TypeId,
    ...(type.outer !== undefined && { outer: (type.outer + shift) as TypeId }),
    fields,
    byNumber: new Map(fields.map((field) => [field.number, field])),
  };
}
