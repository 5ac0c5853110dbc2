import type { ReactNode } from "react";
import type { ByteRange, Pieces } from "../../base/index.ts";
import type { ValueReading } from "../../worker/protocol.ts";

/** The parts of the selected row on the wire, absolute; an element of a packed field has a value only. */
export interface HexParts {
  readonly tag?: ByteRange | undefined;
  readonly length?: ByteRange | undefined;
  readonly value?: ByteRange | undefined;
  /** Bytes of the value that the other side of a comparison does not have. */
  readonly differs?: readonly ByteRange[] | undefined;
}

/** Brings a byte into sight; a new `token` asks again for the same byte. */
export interface HexScrollTarget {
  readonly offset: number;
  readonly token: number;
}

/** What the grid of bytes needs; a pane adds a head and the readings. */
export interface HexGridProps {
  /** Names the bytes: when it changes, what was fetched is forgotten. */
  readonly blobId: string;
  /** Length of the blob in bytes. */
  readonly size: number;
  /** Where the bytes stand in the file, when that is not where they stand in the blob. */
  readonly pieces?: Pieces | undefined;
  /** The bytes `[from, to)`. Must keep its identity while the blob stays. */
  readonly fetchBytes: (from: number, to: number) => Promise<Uint8Array>;
  readonly parts: HexParts;
  readonly cursor: number | undefined;
  /** Bytes that the user selected in the pane, if more than the cursor. */
  readonly selection: ByteRange | undefined;
  readonly onCursor: (offset: number) => void;
  /** Called while a range is dragged or extended with Shift, and with undefined when it is given up. */
  readonly onSelectRange: (range: ByteRange | undefined) => void;
  /** Copies the selection, else the selected row's bytes, also when the browser is told to copy here; without it the button is off. */
  readonly onCopy?: (() => void) | undefined;
  /** Ranges of find hits in or near the view; `hitNow` is the current one. */
  readonly hits?: readonly ByteRange[] | undefined;
  readonly hitNow?: ByteRange | undefined;
  readonly scrollTo?: HexScrollTarget | undefined;
  /** Name of the grid for screen readers, when it is not the only one. */
  readonly label?: string | undefined;
  /** Bytes a row: 16 unless there is less room. */
  readonly rowBytes?: 8 | 16 | undefined;
}

export interface HexPaneProps extends HexGridProps {
  /** A new value moves the focus into `Go to offset` (the `g` key). */
  readonly goToToken?: number | undefined;
  /** Readings of the cursor or the selection; undefined while they are fetched for the first time. */
  readonly readings?: readonly ValueReading[] | undefined;
  /** Bytes that `readings` were made of. */
  readonly readingsOf?: ByteRange | undefined;
  /** A sentence instead of the readings: `The field has no bytes. The tinted range is init_state.` */
  readonly remark?: ReactNode;
}
