export type DeclarationKind = "message" | "group" | "enum" | "oneof" | "field" | "extend" | "extension" | "value";

/** What an option is set to. A sign stands in front of its number or word (`-inf`); a string is what its tokens say together. */
export type OptionValue =
  | { readonly kind: "word" | "number"; readonly text: string }
  | { readonly kind: "string"; readonly bytes: Uint8Array }
  /** Tokens `[from, to)`, braces included. */
  | { readonly kind: "aggregate"; readonly from: number; readonly to: number };

export interface Option {
  /** Without blanks: `default`, `features.field_presence`, `(savestate.bits)`. */
  readonly name: string;
  readonly value: OptionValue;
  /** Index of the first token of its name. */
  readonly token: number;
}

/** Numbers `[from, to]`. */
export interface NumberRange {
  readonly from: number;
  readonly to: number;
}

/** What only a field, a group, an extension has. */
export interface FieldParts {
  readonly label: "" | "optional" | "required" | "repeated";
  /** Without blanks; of a map the type of its value, of a group its own name. */
  readonly typeRef: string;
  readonly mapKey?: string;
}

/** A declaration as it stands in the text. A group is one, though it declares a type and a field. */
export interface Declaration {
  readonly kind: DeclarationKind;
  readonly name: string;
  /** Index of the token of its name. */
  readonly nameToken: number;
  /** Index of the message or enum among whose names it stands, -1 for the file. A oneof's fields stand in its message. */
  readonly owner: number;
  /** Index of the declaration around it, which can be a oneof or an extend too; -1 for the file. */
  readonly within: number;
  /** Of a field, group, extension or enum value. */
  readonly number?: number | undefined;
  readonly field?: FieldParts | undefined;
  /** Index of its first token. */
  readonly first: number;
  /** Index of the token that ends it, or opens its body. */
  end: number;
  readonly options: Option[];
  readonly reserved: (NumberRange | string)[];
}

export interface ImportStatement {
  readonly path: string;
  readonly isPublic: boolean;
  /** Index of the token of its path. */
  readonly token: number;
}

/** What a file says, and where. Clashes are not looked for. */
export interface Outline {
  /** `proto2`, `proto3` or a year. */
  readonly edition: string;
  readonly packageName: string;
  readonly imports: readonly ImportStatement[];
  readonly options: readonly Option[];
  /** In the order of the text, one before those within it. */
  readonly declarations: readonly Declaration[];
}

/** Name of a declaration with its package and the names of the messages around it: `pkg.Outer.Inner.field`. */
export function fullNameOf({ packageName, declarations }: Outline, declaration: Declaration): string {
  const names = [declaration.name];
  for (let at = declaration.owner; at >= 0; at = declarations[at]!.owner) names.push(declarations[at]!.name);
  if (packageName !== "") names.push(packageName);
  return names.reverse().join(".");
}
