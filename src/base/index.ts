export { assert, assertNever } from "./assert.ts";
export type { Brand, ByteRange, FieldNumber, NodeIndex, Offset } from "./brand.ts";
