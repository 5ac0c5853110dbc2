import type { Cursor } from "./cursor.ts";
import type { Findings } from "./findings.ts";
import { Ended, loop } from "./loop-memory.ts";
import type { Plans } from "./plans.ts";
import type { Stack } from "./stack.ts";
import type { Units } from "./units.ts";

/** A reading as the fast loop sees it. */
export interface PlainReading {
  readonly cursor: Cursor;
  readonly stack: Stack;
  readonly plans: Plans;
  readonly units: Units;
  readonly findings: Pick<Findings, "isFull" | "count">;
  /** The bytes are the window of the loop. */
  readonly isInWindow: boolean;
  /** False once a message was met that is not exact. */
  exact: boolean;
  /** True when the reading has been given up. */
  readonly needsModel: boolean;
  /** Reads one field, or closes the innermost message, exactly, whatever it is. */
  step(): void;
}

/**
 * Reads from `at` on until the blob has ended or a field begins at `mark` or later. What is plain (a known field in a wire type that is
 * accepted, in order, with a value of which there is nothing to tell) is taken by the fast loop (`assembly/loop.ts`), all else by the reading's
 * exact step. Where WebAssembly is refused that takes everything, and several times as long. Returns true when the reading is over.
 */
export function readUntil(reading: PlainReading, mark: number): boolean {
  const { cursor, stack } = reading;
  const fast = loop();
  for (;;) {
    const ended = fast?.run(reading, mark) ?? (cursor.at < mark ? Ended.UNCOMMON : Ended.AT_MARK);
    if (ended === Ended.AT_MARK) return false;
    reading.step();
    if (stack.at >= 0 && !reading.needsModel) continue;
    fast?.release(stack);
    return true;
  }
}
