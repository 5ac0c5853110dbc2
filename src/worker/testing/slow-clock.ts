import { vi } from "vitest";

/** Each look at the clock is 20 ms after the last, so that what is short in a test takes long. `vi.restoreAllMocks` ends it. */
export function slowClock(): void {
  let clock = 0;
  vi.spyOn(Date, "now").mockImplementation(() => {
    clock += 20;
    return clock;
  });
}
