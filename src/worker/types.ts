/** Types and fields over the releases, as the page shows them: a part of the protocol. Plain data only. */

/** A message type of any release, as the list of types shows it. */
export interface TypeLine {
  readonly typeName: string;
  readonly name: string;
  readonly packageName: string;
  /** Full name of the message that it is nested in. */
  readonly outer?: string;
  /** Fields in the newest release that has it. */
  readonly fields: number;
  /** What a blob or an `Any` most likely is: top-level, and no field has it. */
  readonly root: boolean;
  /** Said when not all releases have it: `from 2505`, `until 1.7`, `only 2411`. */
  readonly span?: string;
  /** The newest release does not have it. */
  readonly gone: boolean;
  /** With a search: its fields that match, at most 5. */
  readonly hits?: readonly { readonly name: string; readonly number: number }[];
}

export interface TypeList {
  /** Types and packages of all releases, however many match. */
  readonly types: number;
  readonly packages: number;
  /** Those that match, by package and name; a nested type after the one around it. */
  readonly lines: readonly TypeLine[];
}

export type ChangeKind = "added" | "removed" | "renamed" | "retyped" | "moved" | "reused" | "facts";

/** What became of a field number in a release. */
export interface FieldChange {
  readonly kind: ChangeKind;
  /** A sentence without its end: `uint32 became uint64; the bytes are the same`. */
  readonly says: string;
}

/**
 * A field number in one release.
 * - `no-type`: the release does not have the type
 * - `absent`: nothing stands at the number
 * - `same`: as in the release before that has the type
 * - `stated`: the first release that has it, or one that changed it
 */
export interface FieldCell {
  readonly state: "no-type" | "absent" | "same" | "stated";
  readonly name?: string;
  /** As in the `.proto`. */
  readonly typeText?: string;
  /** Full name of the message that it holds. */
  readonly holds?: string;
  /** The declaration as the `.proto` has it. */
  readonly text?: string;
  readonly place?: string;
  readonly changes: readonly FieldChange[];
}

/** A field number over the releases. */
export interface FieldLine {
  readonly number: number;
  /** In the newest release that has it. */
  readonly name: string;
  /** Other names that it had, newest first. */
  readonly was: readonly string[];
  readonly comment: string;
  /** No release of the newest type has it any more. */
  readonly gone: boolean;
  /** One for each release of the page. */
  readonly cells: readonly FieldCell[];
  /** Kinds of its changes, the gravest first. */
  readonly kinds: readonly ChangeKind[];
}

/** A type and its fields over the releases. */
export interface TypePage {
  /** The name that was asked for. */
  readonly typeName: string;
  readonly packageName: string;
  /** Releases that the page compares, old to new: all of the user's if one of them has the type, and likewise the bundled ones. */
  readonly releases: readonly string[];
  /** One for each release: its name there when that is another, its number of fields; absent where the release does not have it. */
  readonly states: readonly { readonly release: string; readonly typeName?: string; readonly fields?: number }[];
  /** What became of the type itself. */
  readonly events: readonly { readonly kind: "added" | "removed" | "renamed"; readonly release: string; readonly from?: string }[];
  /** Of the newest release that has it. */
  readonly comment: string;
  readonly place: string;
  readonly root: boolean;
  /** A Rust `enum`. */
  readonly isEnum: boolean;
  /** Every fact about its fields is stated. */
  readonly exact: boolean;
  /** In ascending order of number. */
  readonly fields: readonly FieldLine[];
  /** Fields of other types that hold it, in the newest release that has it. */
  readonly usedBy: readonly { readonly typeName: string; readonly field: string; readonly number: number }[];
}

/** The history of one field, for the details. */
export interface FieldStory {
  readonly typeName: string;
  readonly releases: readonly string[];
  readonly line: FieldLine;
}

/** Requests about types; see `Requests`. */
export interface TypeRequests {
  /** Types of all releases whose name, or a field of which, contains the text (any case); all without a text. */
  types: { in: { readonly text: string }; out: TypeList };
  /** null when no release has the type. */
  type: { in: { readonly typeName: string }; out: TypePage | null };
  /** null when no release has a field there. */
  fieldStory: { in: { readonly typeName: string; readonly number: number }; out: FieldStory | null };
  /** All top-level message types of a release, for the root picker. */
  roots: { in: { readonly release: string }; out: readonly string[] };
}
