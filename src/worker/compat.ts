/** Schema compatibility of two releases, as the page shows it: a part of the protocol. Plain data only. */

/** Worst first; `compare` says what each means. */
export type Severity = "breaks" | "risk" | "loses" | "info";
/** `old-to-new`: a blob written by the older release, read by the newer one. */
export type Direction = "old-to-new" | "new-to-old" | "both";

export type SeverityCounts = Readonly<Record<Severity, number>>;

/** How two releases stand to each other, in either direction. */
export interface CompatCell {
  readonly old: string;
  readonly new: string;
  /** What the older wrote, restored on the newer. */
  readonly forth: SeverityCounts;
  readonly back: SeverityCounts;
}

export interface CompatFinding {
  /** Unique in the report, and stable over reloads. */
  readonly id: string;
  readonly rule: string;
  readonly severity: Severity;
  readonly direction: Direction;
  /** Absent for a state unit or a package. */
  readonly typeName?: string;
  readonly field?: string;
  readonly number?: number;
  /** Declarations or names; absent on the side that has nothing. */
  readonly old?: string;
  readonly new?: string;
  readonly message: string;
  readonly oldTypeName?: string;
  readonly oldField?: string;
}

/** Every finding between two releases, by type, at most 5,000. */
export interface CompatReport extends CompatCell {
  readonly findings: readonly CompatFinding[];
  readonly total: number;
  /** Types of each that state every fact, of all their types. */
  readonly exact: readonly [old: readonly [number, number], now: readonly [number, number]];
}

/** A rule as it is explained; names of code stand in backquotes. */
export interface RuleText {
  readonly id: string;
  readonly title: string;
  readonly what: string;
  readonly why: string;
  /** `.proto` lines; "" where none changes. */
  readonly change: string;
  /** Bytes in wire text, and what becomes of them. */
  readonly example: readonly [bytes: string, result: string];
  readonly safe: string;
}

export interface RuleGroup {
  readonly title: string;
  readonly rules: readonly RuleText[];
}

/** Requests about compatibility; see `Requests`. */
export interface CompatRequests {
  /** How two releases stand to each other; the older one first. */
  compatCell: { in: { readonly old: string; readonly new: string }; out: CompatCell };
  compat: { in: { readonly old: string; readonly new: string }; out: CompatReport };
  /** The findings of a way and, when it is named, a severity, as Markdown for a pull request; or the one of an id. */
  compatMarkdown: {
    in: {
      readonly old: string;
      readonly new: string;
      readonly what: { readonly id: string } | { readonly direction: Direction; readonly severity?: Severity | undefined };
    };
    out: string;
  };
  /** Every rule of compatibility and of verdicts, explained. */
  rules: { in: null; out: readonly RuleGroup[] };
}
