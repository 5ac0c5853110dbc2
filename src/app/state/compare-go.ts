/** From the bytes of a side, a path or an offset to the row that it is. */
import type { ByteRange } from "../../base/index.ts";
import type { SideName } from "../../worker/protocol.ts";
import { offsetText, parseOffset } from "../widgets/format.ts";
import { closeCompareFind } from "./compare-find.ts";
import { compareNow, patchCompare, sideBlob } from "./compare-now.ts";
import { goToChangeRow } from "./compare-view.ts";
import { ask, reportFailure } from "./session.ts";
import { useApp } from "./store.ts";
import { nextToken } from "./token.ts";

/** Selects the deepest row that holds a byte of one side. */
export async function goToSideByte(side: SideName, offset: number): Promise<void> {
  const { info } = compareNow();
  if (!info) return;
  patchCompare({ cursor: { ...compareNow().cursor, [side]: offset }, near: side, bytes: {} });
  try {
    const key = await ask("compareLocate", { compareId: info.compareId, side, offset });
    if (key !== null) await goToChangeRow(key, true, { side, offset });
  } catch (error) {
    reportFailure("The byte cannot be found", error);
  }
}

/** Selects bytes of one side; an empty range takes the selection back. */
export function selectSideBytes(side: SideName, range: ByteRange | undefined): void {
  const { [side]: _, ...bytes } = compareNow().bytes;
  patchCompare({ bytes: range && range[1] > range[0] ? { ...bytes, [side]: range } : bytes, near: side });
}

/** Opens the bar that takes a path or an offset. */
export function openGoTo(): void {
  if (!compareNow().info) return;
  closeCompareFind();
  patchCompare({ goTo: { open: true, focus: compareNow().goTo.focus + 1 } });
}

/** Closes it. */
export const closeGoTo = (): void => patchCompare({ goTo: { ...compareNow().goTo, open: false } });

/** Where a text led: to a row, to a byte, or nowhere, and why. */
export type Went = { readonly to: "row" | "byte"; readonly trouble?: never } | { readonly to?: never; readonly trouble: string };

/** Goes to the field of a path, else to an offset, on one side. */
export async function goToText(side: SideName, text: string): Promise<Went> {
  const { info } = compareNow();
  const blob = sideBlob(useApp.getState(), side);
  if (!info || !blob) return { trouble: "" };
  const name = side.toUpperCase();
  try {
    const key = await ask("comparePath", { compareId: info.compareId, side, path: text });
    if (key !== null) return (await goToChangeRow(key)) ? { to: "row" } : { trouble: `${name} has no row for ${text}.` };
    const offset = parseOffset(text);
    if (offset === undefined) return { trouble: `${name} has no field ${text}, and it is no offset.` };
    const { bytes } = blob;
    if (offset >= bytes)
      return { trouble: `${offsetText(offset)} lies behind the end of ${name}. Its last byte is at ${offsetText(bytes - 1)}.` };
    await goToSideByte(side, offset);
    patchCompare({ hexTo: { ...compareNow().hexTo, [side]: { offset, token: nextToken() } } });
    return { to: "byte" };
  } catch (error) {
    reportFailure("The row cannot be shown", error);
    return { trouble: "" };
  }
}
