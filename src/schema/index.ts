export { describeField, describeType } from "./describe.ts";
export { loadSchemaSet } from "./load.ts";
export { fieldByName, findType } from "./lookup.ts";
export type {
  EnumId,
  EnumType,
  ExactFacts,
  Field,
  FieldId,
  FieldType,
  MessageType,
  Presence,
  ReservedRange,
  ScalarType,
  SchemaProblem,
  SchemaProblemCode,
  SchemaSet,
  SchemaSource,
  TypeId,
} from "./model.ts";
export { OPTIONS_PROTO } from "./options-proto.ts";
export { naturalOrder, orderReleases } from "./release-order.ts";
