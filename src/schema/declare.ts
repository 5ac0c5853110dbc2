import type { ReservedRange } from "./model.ts";

export type Label = "" | "optional" | "required" | "repeated";

/** An option `(savestate.NAME)` as stated, its value unchecked. */
export interface StatedOption {
  readonly name: string;
  readonly value: unknown;
  readonly line?: number;
  readonly column?: number;
}

export interface FieldDecl {
  readonly name: string;
  readonly number: number;
  readonly label: Label;
  /** As written; of a map the type of its value. */
  readonly typeRef: string;
  readonly mapKey?: string;
  readonly group: boolean;
  readonly oneof?: string;
  /** As the options and features say; whether the type can be packed at all is not looked at. */
  readonly packed: boolean;
  readonly delimited: boolean;
  /** The features say that absence is told from the default; true for all that has no label in an edition. */
  readonly explicit: boolean;
  readonly required: boolean;
  readonly declaredDefault?: string | number | boolean;
  readonly stated: readonly StatedOption[];
  readonly comment: string;
  readonly line?: number;
  readonly column?: number;
}

export interface MessageDecl {
  /** Full name. */
  readonly typeName: string;
  readonly name: string;
  /** Full name of the message around it. */
  readonly outer?: string;
  readonly fields: readonly FieldDecl[];
  readonly oneofs: readonly string[];
  readonly reserved: readonly ReservedRange[];
  readonly reservedNames: readonly string[];
  readonly stated: readonly StatedOption[];
  readonly comment: string;
  readonly line?: number;
  readonly column?: number;
}

export interface EnumDecl {
  readonly typeName: string;
  readonly outer?: string;
  readonly values: readonly { readonly name: string; readonly number: number; readonly comment: string }[];
  readonly comment: string;
  readonly line?: number;
  readonly column?: number;
}

export interface Declarations {
  /** In declaration order, a message before those nested in it. */
  readonly messages: readonly MessageDecl[];
  readonly enums: readonly EnumDecl[];
}

/** The schema writer's remark behind a field of which the reader takes wire type LEN only. */
export const PACKED_REPR_ONLY = /packed repr only/;

/** A declaration's comment: the one before it, else the one behind it; the writer's remark behind it is never lost. */
export function commentOf(leading: string, trailing: string): string {
  if (leading === "") return trailing;
  return PACKED_REPR_ONLY.test(trailing) && !PACKED_REPR_ONLY.test(leading) ? `${leading}\n${trailing}` : leading;
}
