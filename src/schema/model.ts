/**
 * The descriptor model: what a set of `.proto` files says, immutable once built, without a byte of any blob.
 * Types, fields and enums are numbered within their set, so that columns can refer to them by index.
 */
import type { Brand, FieldNumber } from "../base/index.ts";

/** Index into `SchemaSet.types`. */
export type TypeId = Brand<number, "TypeId">;
/** Index into `SchemaSet.fields`. */
export type FieldId = Brand<number, "FieldId">;
/** Index into `SchemaSet.enums`. */
export type EnumId = Brand<number, "EnumId">;

export type ScalarType =
  | "double"
  | "float"
  | "int32"
  | "int64"
  | "uint32"
  | "uint64"
  | "sint32"
  | "sint64"
  | "fixed32"
  | "fixed64"
  | "sfixed32"
  | "sfixed64"
  | "bool"
  | "string"
  | "bytes";

/** What a field holds. `unresolved` stands for a type that no file of the set declares: its bytes are shown raw. */
export type FieldType =
  | { readonly kind: "scalar"; readonly scalar: ScalarType }
  | { readonly kind: "message"; readonly typeId: TypeId }
  | { readonly kind: "group"; readonly typeId: TypeId }
  | { readonly kind: "enum"; readonly enumId: EnumId }
  | { readonly kind: "unresolved"; readonly text: string };

/**
 * - `implicit`: proto3 singular, absent means the default; also every singular message field
 * - `explicit`: `optional` (proto3 or proto2), or a member of a oneof
 * - `required`: proto2 `required`
 */
export type Presence = "implicit" | "explicit" | "required";

/** The exact facts of `savestate/options.proto`; a fact that is absent is not stated. */
export interface ExactFacts {
  readonly nullable?: boolean;
  readonly required?: boolean;
  readonly bits?: 8 | 16 | 32;
  readonly size?: number;
  readonly count?: number;
  readonly bare?: boolean;
  readonly nonzero?: boolean;
}

export interface Field {
  readonly id: FieldId;
  /** The message that declares it. */
  readonly parent: TypeId;
  readonly name: string;
  readonly number: FieldNumber;
  /** Place in its message's declaration order, from 0: the order in which fields are written. */
  readonly order: number;
  readonly type: FieldType;
  /** As in the `.proto`, with its label: `uint32`, `optional bool`, `repeated .pkg.Msg`, `map<string, uint64>`. */
  readonly typeText: string;
  readonly repeated: boolean;
  /** The type of a map field is its entry message, which has `mapEntry`. */
  readonly map: boolean;
  readonly presence: Presence;
  /** Name of the oneof of which it is a member; absent for the synthetic one of `optional`. */
  readonly oneof?: string;
  /** Repeated scalar or enum that a standard writer writes packed. */
  readonly packed: boolean;
  /** `// packed repr only`, or a stated count on a scalar: the reader accepts wire type LEN only. */
  readonly packedOnly: boolean;
  /**
   * The wrapper message of mesh-reader section 1 that is not on the wire: the field's own payload is the packed elements of
   * the wrapper's `field1`. Stated by `(savestate.bare)`, or seen from the wrapper's `// packed repr only`.
   */
  readonly bare: boolean;
  /**
   * Proto2 `[default = …]`: number (of a `float` what 32 bits hold of it), bool, string, or the name of an enum value; 64-bit integers
   * as decimal text.
   */
  readonly declaredDefault?: string | number | boolean;
  readonly facts: ExactFacts;
  /** Doc comment, lines joined by `\n`, without comment marks; "" when there is none. */
  readonly comment: string;
  /** 1-based line of the declaration in its file, when known. */
  readonly line?: number;
}

export interface ReservedRange {
  readonly from: number;
  /** Inclusive. */
  readonly to: number;
}

export interface MessageType {
  readonly id: TypeId;
  /** Full name without a leading dot: `pkg.Outer.Inner`. */
  readonly typeName: string;
  readonly name: string;
  readonly packageName: string;
  /** The message it is nested in. */
  readonly outer?: TypeId;
  readonly file: string;
  readonly line?: number;
  readonly comment: string;
  /** In declaration order. */
  readonly fields: readonly Field[];
  readonly byNumber: ReadonlyMap<number, Field>;
  readonly oneofs: readonly string[];
  readonly reserved: readonly ReservedRange[];
  readonly reservedNames: readonly string[];
  /** The synthetic `{ key = 1; value = 2 }` of a map field. */
  readonly mapEntry: boolean;
  /** All fields stand in one `oneof variant`: a Rust `enum`. */
  readonly isEnum: boolean;
  /** `(savestate.exact)`: every fact about its fields is stated. */
  readonly exact: boolean;
  /** One of the types that the product brings along (`google.protobuf.*`, `savestate.*`). */
  readonly builtin: boolean;
}

export interface EnumType {
  readonly id: EnumId;
  readonly typeName: string;
  readonly file: string;
  readonly comment: string;
  readonly values: readonly { readonly name: string; readonly number: number; readonly comment: string }[];
  /** First name of each number. */
  readonly byNumber: ReadonlyMap<number, string>;
}

export type SchemaProblemCode =
  | "syntax"
  | "missing-import"
  | "import-cycle"
  | "duplicate-type"
  | "duplicate-file"
  | "duplicate-field"
  | "bad-field-number"
  | "unresolved-type"
  | "bad-option"
  | "unsupported"
  | "not-text"
  | "not-descriptors"
  | "empty-set";

export interface SchemaProblem {
  readonly code: SchemaProblemCode;
  readonly file: string;
  /** 1-based; absent when the problem has no place in the file. */
  readonly line?: number;
  readonly column?: number;
  /** One sentence: the reason and what is left out because of it. */
  readonly message: string;
}

/** The schemas of one release. */
export interface SchemaSet {
  /** Release name, as registered. */
  readonly release: string;
  readonly types: readonly MessageType[];
  readonly fields: readonly Field[];
  readonly enums: readonly EnumType[];
  /** By full name without a leading dot. */
  readonly typeByName: ReadonlyMap<string, MessageType>;
  /** Top-level messages that the set's own files declare: the candidates for a root. */
  readonly roots: readonly MessageType[];
  /** Files of the set that were read, in the order given, built-in ones left out. */
  readonly files: readonly string[];
  readonly problems: readonly SchemaProblem[];
  /** Names of the state units that the release knows, from its `units.json`; absent when it carries none. */
  readonly units?: readonly string[];
}

/** One `.proto` file of a set: its path inside the release (`/` separators) and its text. */
export interface SchemaSource {
  readonly path: string;
  readonly text: string;
}
