import type { ReactNode } from "react";
import type { CopyWhat, Details } from "../../worker/protocol.ts";

export interface DetailsPaneProps {
  /** undefined: nothing is selected; null: the selected row is not in this document. */
  readonly details: Details | null | undefined;
  /** Release that the blob is read with; absent when read raw. */
  readonly release: string | undefined;
  readonly onCopy: (what: CopyWhat) => void;
  /** Copies the text of one reading. */
  readonly onCopyText: (text: string) => void;
  /** Goes to a byte: tree and hex follow. */
  readonly onGoTo: (offset: number) => void;
  /** A line below the readings of bytes: how they are read, and a way to read them otherwise. */
  readonly readAs?: ReactNode;
  /** Sections below the head: what each release makes of the field. */
  readonly verdicts?: ReactNode;
  /** A section below the schema: the field's history. */
  readonly history?: ReactNode;
  /** Buttons at the right end of the pane's head. */
  readonly tools?: ReactNode;
}
