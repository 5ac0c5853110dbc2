export { isAnotherField } from "./another-field.ts";
export { contentHash } from "./content-hash.ts";
export { describeField } from "./describe.ts";
export { loadDescriptorSet, looksLikeDescriptorSet } from "./descriptor-set.ts";
export type { FieldChange } from "./field-changes.ts";
export {
  type FieldAtRelease,
  type FieldEvent,
  type FieldHistory,
  type FieldState,
  fieldHistory,
  type TypeEvent,
  type TypeHistory,
  type TypeState,
  typeHistory,
} from "./history.ts";
export { loadSchemaSet, ParsedFiles } from "./load.ts";
export { findType } from "./lookup.ts";
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
export { isKin, productsOf } from "./products.ts";
export { naturalOrder, orderReleases } from "./release-order.ts";
export { type Renames, renamesBetween } from "./renames.ts";
export { structureHash } from "./structure.ts";
export { toProtoSources } from "./to-sources.ts";
export { type IndexedPackage, type IndexedType, typeIndex, usedBy } from "./type-index.ts";
