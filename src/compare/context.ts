import type { Frame } from "./frames.ts";
import type { Relations } from "./relate.ts";
import type { Sameness } from "./sameness.ts";
import type { SideData } from "./side-data.ts";
import type { RowSink } from "./sink.ts";

/** What the parts of one comparison share. */
export interface Context {
  readonly a: SideData;
  readonly b: SideData;
  readonly relations: Relations;
  readonly same: Sameness;
  readonly sink: RowSink;
  /** The open rows, the innermost last. */
  readonly frames: Frame[];
  /** As in `CompareOptions`. */
  readonly unreadFrom: number;
}
