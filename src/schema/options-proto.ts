/**
 * Text of `savestate/options.proto`, for code that has no files. The file beside this module is what people read and copy; a test
 * holds the two equal.
 */
export const OPTIONS_PROTO = `// What a saved state's \`.proto\` leaves out: facts about the Rust types behind it. The inspector brings this file along, so that
// every schema set can import it by this name.
syntax = "proto2";
package savestate;

import "google/protobuf/descriptor.proto";

extend google.protobuf.MessageOptions {
  // Every fact below that holds for the fields of this message is stated, and what is not stated does not hold.
  // Without it a missing statement means "not known".
  optional bool exact = 50500;
}

extend google.protobuf.FieldOptions {
  // Message field: \`Option<T>\`. In an exact message a singular message field without it is a plain \`T\`.
  optional bool nullable = 50501;
  // The field has no default: a blob that lacks it cannot be read.
  optional bool required = 50502;
  // Integer field: the width of 8, 16 or 32 bits to which the reader cuts the value. The natural width when not stated.
  optional uint32 bits = 50503;
  // Bytes field: exactly so many bytes. With \`required\` it is \`[u8; N]\`, else a fixed-layout struct, \`u128\` or an IPv6 address,
  // which is all zero when absent.
  optional uint32 size = 50504;
  // Repeated field: \`[T; N]\`, exactly so many elements.
  optional uint32 count = 50505;
  // Message field: the wrapper message is not on the wire; the field's own payload is the packed elements of its \`field1\`.
  optional bool bare = 50506;
  // Integer field: \`NonZero\`; a blob in which it is 0 or absent cannot be read.
  optional bool nonzero = 50507;
}
`;
