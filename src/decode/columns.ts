import { ColumnNodes, type WireColumns } from "../wire/index.ts";
import type { Nodes } from "./nodes.ts";

/** What the schema makes of the nodes of a scan, a typed array a fact. */
export interface JudgedColumns {
  readonly status: Uint8Array;
  readonly notes: Uint16Array;
  readonly ordinal: Uint32Array;
}

/** The nodes of full columns. */
export class JudgedNodes extends ColumnNodes implements Nodes {
  readonly #status: Uint8Array;
  readonly #notes: Uint16Array;
  readonly #ordinal: Uint32Array;

  constructor(wire: WireColumns, { status, notes, ordinal }: JudgedColumns) {
    super(wire);
    this.#status = status;
    this.#notes = notes;
    this.#ordinal = ordinal;
  }

  status(node: number): number {
    return this.#status[node]!;
  }

  notes(node: number): number {
    return this.#notes[node]!;
  }

  ordinal(node: number): number {
    return this.#ordinal[node]!;
  }
}
