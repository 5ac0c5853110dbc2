import type { ByteRange } from "../../base/index.ts";
import type { CompareDetails, CompareHit, CompareSpec, ComparisonInfo, RulerMark, SideName } from "../../worker/protocol.ts";
import { type FindState, startQuery } from "./inspect-slice.ts";

/** A side as it is asked for: a blob by its content, and how it is read; what is absent is found out. */
export interface SideChoice {
  readonly sha256: string;
  readonly name: string;
  readonly release?: string;
  readonly root?: string;
  readonly raw?: boolean;
}

/** What the Compare workspace shows. */
export interface CompareState {
  readonly a?: SideChoice | undefined;
  readonly b?: SideChoice | undefined;
  /** Path of a list -> how the user wants it matched. */
  readonly matchBy: Readonly<Record<string, string>>;
  readonly info?: ComparisonInfo | undefined;
  /** Being aligned. */
  readonly busy: boolean;
  /** Why the sides cannot be compared: a sentence. */
  readonly trouble?: string | undefined;
  readonly spec: CompareSpec;
  readonly rows: number;
  readonly matches: number;
  readonly marks: readonly RulerMark[];
  /** There was too much to open all of it. */
  readonly cut: boolean;
  /** Grows with every view that the worker has built. */
  readonly version: number;
  readonly key?: string | undefined;
  readonly index?: number | undefined;
  readonly details?: CompareDetails | null | undefined;
  readonly scrollTo?: { readonly index: number; readonly token: number } | undefined;
  /** Bytes to bring into sight, and where the cursor stands. */
  readonly hexTo: Readonly<Partial<Record<SideName, { readonly offset: number; readonly token: number }>>>;
  readonly cursor: Readonly<Partial<Record<SideName, number>>>;
  /** Bytes selected on a side. */
  readonly bytes: Readonly<Partial<Record<SideName, ByteRange>>>;
  /** The side that the keys were last in: where `Go to` looks first. */
  readonly near: SideName;
  /** The bar that takes a path or an offset; `focus` counts requests to focus it. */
  readonly goTo: { readonly open: boolean; readonly focus: number };
  readonly find: Omit<FindState, "hit"> & { readonly hit?: CompareHit | undefined };
  /** In a narrow window: the list of units lies over the rest. */
  readonly unitsOpen: boolean;
  /** The side that what is being opened is for. */
  readonly target?: SideName | undefined;
}

export interface CompareSlice {
  readonly compare: CompareState;
}

/** A view as it starts: changes with their parents, equal runs folded. */
export function startCompareSpec(): CompareSpec {
  return { open: [], closed: [], equal: false };
}

/** The slice as it stands at start. */
export function compareSlice(): CompareSlice {
  return {
    compare: {
      matchBy: {},
      busy: false,
      spec: startCompareSpec(),
      rows: 0,
      matches: 0,
      marks: [],
      cut: false,
      version: 0,
      hexTo: {},
      cursor: {},
      bytes: {},
      near: "a",
      goTo: { open: false, focus: 0 },
      find: { open: false, focus: 0, query: startQuery() },
      unitsOpen: false,
    },
  };
}
