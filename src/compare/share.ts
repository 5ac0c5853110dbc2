import type { Frame } from "./frames.ts";

/** Levels that are looked at: what is deeper is a small part of the whole. */
const LEVELS = 6;

/**
 * How much of a comparison is done, 0 to 1, as the open rows tell: the part of each within the one around it. Opening a list is half of
 * it; `local` is the share of what is being opened.
 */
export function shareOf(frames: readonly Frame[], local = 0): number {
  let from = 0;
  let to = 1;
  for (let level = 0; level < Math.min(frames.length, LEVELS); level++) {
    const frame = frames[level]!;
    if (frame.kind === "opening") return from + ((to - from) / 2) * local;
    const [low, high] = partOf(frame);
    [from, to] = [from + (to - from) * low, from + (to - from) * high];
  }
  return from;
}

/** Which part of an open row is under way. */
function partOf(frame: Exclude<Frame, { kind: "opening" }>): readonly [number, number] {
  if (frame.kind === "list") {
    const { at, order } = frame;
    return order.length === 0 ? [0.5, 1] : [0.5 + Math.max(0, at - 2) / order.length / 2, 0.5 + at / order.length / 2];
  }
  const now = frame.groups[frame.at - 1]?.bytes ?? 0;
  return frame.bytes === 0 ? [0, 1] : [(frame.past - now) / frame.bytes, frame.past / frame.bytes];
}
