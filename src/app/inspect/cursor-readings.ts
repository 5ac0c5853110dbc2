import type { ValueReading } from "../../worker/protocol.ts";

/** Widths in bytes at which the bytes from the cursor on are read. */
export const cursorWidths: readonly number[] = [1, 2, 4, 8];

/**
 * Readings from the cursor on, out of those of 1, 2, 4 and 8 bytes (fewer at the end of the blob), in the order of `cursorWidths`:
 * `u8`, `i8`, `u16` … `double`, then the text of the widest.
 */
export function cursorReadings(byWidth: readonly (readonly ValueReading[])[]): readonly ValueReading[] {
  const numbers = byWidth.flatMap((readings, at) => {
    const bits = (cursorWidths[at] ?? 0) * 8;
    const words: Readonly<Record<string, string>> = { unsigned: `u${bits}`, signed: `i${bits}`, float: "float", double: "double" };
    return readings.flatMap((reading) => {
      const label = words[reading.label];
      return label === undefined ? [] : [{ ...reading, label }];
    });
  });
  const text = byWidth.at(-1)?.filter((reading) => reading.label === "UTF-8") ?? [];
  return [...numbers, ...text];
}
