import type { FieldNumber } from "../../base/index.ts";
import type { Field, FieldId, MessageType, ScalarType, SchemaSet, TypeId } from "../../schema/index.ts";
import { Content, NodeKind } from "../../wire/index.ts";
import { NO_SCHEMA } from "../decode.ts";
import { guideOf } from "../guide.ts";
import type { Decoded } from "../model.ts";
import { NumberNodes, startsOfVarints } from "./number-nodes.ts";

/** Readings of bytes as a list of numbers. */
export type NumberReading = "u8" | "u16" | "u32" | "u64" | "varints";

interface Form {
  /** Bytes of one number; undefined for varints. */
  readonly width: number | undefined;
  readonly kind: number;
  readonly content: number;
  readonly scalar: ScalarType;
  readonly typeText: string;
}

const FORMS: Readonly<Record<NumberReading, Form>> = {
  u8: { width: 1, kind: NodeKind.ELEMENT_I8, content: Content.PACKED_I8, scalar: "uint32", typeText: "u8" },
  u16: { width: 2, kind: NodeKind.ELEMENT_I16, content: Content.PACKED_I16, scalar: "uint32", typeText: "u16" },
  u32: { width: 4, kind: NodeKind.ELEMENT_I32, content: Content.PACKED_I32, scalar: "fixed32", typeText: "u32" },
  u64: { width: 8, kind: NodeKind.ELEMENT_I64, content: Content.PACKED_I64, scalar: "fixed64", typeText: "u64" },
  varints: { width: undefined, kind: NodeKind.ELEMENT_VARINT, content: Content.PACKED_VARINT, scalar: "uint64", typeText: "varint" },
};

const NAMES = Object.keys(FORMS) as NumberReading[];

/** Bytes of one number of a reading; undefined for varints. */
export function widthOf(as: NumberReading): number | undefined {
  return FORMS[as].width;
}

/** A message type of no schema whose fields are the lists: so an element has a type as any other, and nothing declares it. */
const NUMBERS: SchemaSet = numbersSet();

function numbersSet(): SchemaSet {
  const fields = NAMES.map((name, order): Field => {
    const { scalar, typeText } = FORMS[name];
    return {
      id: order as FieldId,
      parent: 0 as TypeId,
      name,
      number: (order + 1) as FieldNumber,
      order,
      type: { kind: "scalar", scalar },
      typeText,
      repeated: true,
      map: false,
      presence: "implicit",
      packed: true,
      packedOnly: true,
      bare: false,
      facts: {},
      comment: "",
    };
  });
  const type: MessageType = {
    id: 0 as TypeId,
    typeName: "",
    name: "",
    packageName: "",
    file: "",
    comment: "",
    fields,
    byNumber: new Map(fields.map((field) => [field.number, field])),
    oneofs: [],
    reserved: [],
    reservedNames: [],
    mapEntry: false,
    isEnum: false,
    exact: false,
    builtin: true,
  };
  return { ...NO_SCHEMA, types: [type], fields };
}

/** True for the message type that holds the lists: it stands in no schema, so nothing is to be said of it. */
export function isNumbersType(type: MessageType): boolean {
  return type.typeName === "" && type.builtin;
}

/** Bytes read as a list: the elements, and the `Content` code of what they stand in. They must fit (`unfitAs`). Cost: linear for varints. */
export function numbersReading(bytes: Uint8Array, as: NumberReading): { readonly reading: Decoded; readonly packed: number } {
  const { width, kind, content } = FORMS[as];
  const reading: Decoded = {
    bytes,
    set: NUMBERS,
    guide: guideOf(NUMBERS),
    root: undefined,
    nodes: new NumberNodes(bytes, width ?? startsOfVarints(bytes), kind, NAMES.indexOf(as)),
    counts: { known: 0, unknown: 0, defaulted: 0, mismatched: 0, malformed: 0 },
    notable: 0,
    loans: new Map(),
    rereads: new Map(),
    readTo: undefined,
  };
  return { reading, packed: content };
}
