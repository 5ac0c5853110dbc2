/** A number with a name, so that an offset cannot stand where a node index is asked for. */
export type Brand<T, Name extends string> = T & { readonly __brand: Name };

/** Index of a node in the columns of one decoded blob, in pre-order. */
export type NodeIndex = Brand<number, "NodeIndex">;
/** A protobuf field number as the reader sees it: unsigned 32 bits, 0 included. */
export type FieldNumber = Brand<number, "FieldNumber">;
/** Absolute byte offset in a blob. */
export type Offset = Brand<number, "Offset">;
/** Half-open byte range `[from, to)`, absolute in the blob. */
export type ByteRange = readonly [from: number, to: number];
