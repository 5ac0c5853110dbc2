import type { FindQuery, FindResult } from "../../worker/protocol.ts";

export interface FindBarProps {
  readonly query: FindQuery;
  readonly onQuery: (query: FindQuery) => void;
  /** Undefined while nothing was looked for. */
  readonly result: FindResult | undefined;
  /** Index of the current hit, from 0; undefined before the first step. */
  readonly current: number | undefined;
  readonly onNext: () => void;
  readonly onPrevious: () => void;
  readonly onClose: () => void;
  /** A new value moves the focus into the input and selects its text. */
  readonly focusToken: number;
}
