export { assert, assertNever } from "./assert.ts";
export type { Brand, ByteRange, FieldNumber, NodeIndex, Offset } from "./brand.ts";
export { escaped, inQuotes, visible } from "./escape.ts";
export { hexOf, offsetText } from "./hex.ts";
export { fileOffsetOf, type Pieces, pieceAt } from "./pieces.ts";
export { firstFrom } from "./sorted.ts";
export { part, type Steps, straight } from "./steps.ts";
export { invalidUtf8At, isPrintableText, textOf } from "./utf8.ts";
export { counted, cut, grouped } from "./words.ts";
