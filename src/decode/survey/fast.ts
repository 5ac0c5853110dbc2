import * as F from "./frames.ts";
import { Ended, loop } from "./loop-memory.ts";
import type { Pass } from "./pass.ts";

/**
 * Takes fields from `pass.pos` on until the blob ends or a field or packed element starts at `mark` or later. What is common is taken by
 * the fast loop (`assembly/loop.ts`), all else by `pass.field()`. Where WebAssembly is refused that takes everything, and several times as long.
 * Returns true when the blob has ended.
 */
export function takeUntil(pass: Pass, mark: number): boolean {
  const fast = loop();
  for (;;) {
    if (pass.run) {
      pass.elements(mark);
      if (pass.run) return false;
    }
    switch (fast?.run(pass, mark) ?? next(pass, mark)) {
      case Ended.ALL:
        return true;
      case Ended.AT_MARK:
        return false;
      case Ended.CLOSES:
        pass.close();
        break;
      default:
        pass.field();
    }
  }
}

/** The pass is over: its arrays are another's. */
export function leave({ arrays }: Pass): void {
  F.leaveArrays(loop()?.leave(arrays) ?? arrays);
}

/** What comes next, for the exact path. */
function next({ frame, frames, pos }: Pass, mark: number): number {
  if (pos < frames[frame + F.END]!) return pos < mark ? Ended.UNCOMMON : Ended.AT_MARK;
  return frame > 0 ? Ended.CLOSES : Ended.ALL;
}
