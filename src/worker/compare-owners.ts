import { type Comparison, fromOf, RowForm } from "../compare/index.ts";
import type { SideName } from "./compare-protocol.ts";

/** What holds a node in the table: a row, and where that is a run, which of its pairs (-1 for none). */
export interface Owner {
  readonly row: number;
  readonly pair: number;
}

const NOBODY: Owner = { row: -1, pair: -1 };

/** Which row of the table holds a node of one side, by where rows and equal pairs begin in the bytes. */
export class Owners {
  readonly #comparison: Comparison;
  readonly #side: SideName;
  /** Ascending; of two that begin at one offset, a list and its first element, the row further down comes last. */
  readonly #offsets: Int32Array;
  readonly #owners: Int32Array;
  /** The `RUN` rows, in the order of `runs`. */
  readonly #runRows: Int32Array;

  /** Cost: the rows and the equal pairs behind them. */
  constructor(comparison: Comparison, side: SideName) {
    this.#comparison = comparison;
    this.#side = side;
    const { rows, runs, pairs } = comparison;
    const { decoded } = comparison[side];
    const most = rows.length + pairs.length / 2;
    const offsets = new Int32Array(most);
    // A row as it is, a pair as -1 less its index.
    const owners = new Int32Array(most);
    let count = 0;
    let isAscending = true;
    const add = (spot: number, owner: number): void => {
      if (spot === -1) return;
      offsets[count] = fromOf(decoded, spot);
      isAscending &&= count === 0 || offsets[count]! >= offsets[count - 1]!;
      owners[count++] = owner;
    };
    for (let row = 0; row < rows.length; row++) {
      if (rows.form[row] !== RowForm.RUN) {
        add(rows[side][row]!, row);
        continue;
      }
      const { from, count: many } = runs[rows.extra[row]!]!;
      for (let pair = from; pair < from + many; pair++) add(pairs[2 * pair + (side === "a" ? 0 : 1)]!, -1 - pair);
    }
    this.#runRows = Int32Array.from(rows.form.keys()).filter((row) => rows.form[row] === RowForm.RUN);
    // Rows stand in the order of A's bytes, but for what has moved.
    const order = isAscending
      ? undefined
      : Uint32Array.from({ length: count }, (_, i) => i).sort((x, y) => offsets[x]! - offsets[y]! || x - y);
    this.#offsets = order ? Int32Array.from(order, (i) => offsets[i]!) : offsets.subarray(0, count);
    this.#owners = order ? Int32Array.from(order, (i) => owners[i]!) : owners.subarray(0, count);
  }

  /** What holds a node, or its nearest parent that something holds. Cost: logarithmic for each level. */
  of(node: number): Owner {
    const { nodes } = this.#comparison[this.#side].decoded;
    for (let at = node; at >= 0; at = nodes.parent(at)) {
      const owner = this.#at(nodes.from(at));
      if (owner) return owner;
    }
    return NOBODY;
  }

  #at(offset: number): Owner | undefined {
    let low = 0;
    let high = this.#offsets.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#offsets[middle]! <= offset) low = middle + 1;
      else high = middle;
    }
    if (low === 0 || this.#offsets[low - 1] !== offset) return undefined;
    const owner = this.#owners[low - 1]!;
    return owner >= 0 ? { row: owner, pair: -1 } : { row: this.#rowOf(-1 - owner), pair: -1 - owner };
  }

  /** The row of the run that a pair belongs to. */
  #rowOf(pair: number): number {
    const { runs } = this.#comparison;
    let low = 0;
    let high = this.#runRows.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (runs[middle]!.from <= pair) low = middle + 1;
      else high = middle;
    }
    return this.#runRows[low - 1]!;
  }
}
