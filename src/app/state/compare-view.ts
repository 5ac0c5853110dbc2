/** What is shown of two aligned sides: rows, selection, changes one after the other, find. */

import type { CompareSpec, DiffKind, SideName } from "../../worker/protocol.ts";
import { rangeOf } from "../hex/parts.ts";
import { compareNow, patchCompare } from "./compare-now.ts";
import { copyText } from "./copy.ts";
import { download } from "./download.ts";
import { ask, reportFailure } from "./session.ts";
import { useApp } from "./store.ts";
import { toast } from "./toasts.ts";
import { nextToken } from "./token.ts";

let running: AbortController | undefined;
let latest = 0;
/** The rows that are shown while others are built. */
let settled: { readonly info: ReturnType<typeof compareNow>["info"]; readonly spec: CompareSpec } | undefined;

/** Builds the view of a spec and shows it; a later call takes an earlier one back. Cancelled, the spec of what is shown holds again. */
async function showCompareSpec(spec: CompareSpec): Promise<void> {
  const { info, spec: now, key } = compareNow();
  if (!info) return;
  if (settled?.info !== info) settled = { info, spec: now };
  const { spec: before } = settled;
  running?.abort();
  const mine = new AbortController();
  running = mine;
  const overtaken = (): boolean => running !== mine || compareNow().info !== info;
  patchCompare({ spec });
  try {
    const view = await ask("compareView", { compareId: info.compareId, spec }, { label: "Building the view", signal: mine.signal });
    if (overtaken()) return;
    settled = undefined;
    patchCompare({ ...view, version: compareNow().version + 1, index: undefined });
    if (key === undefined) return;
    const place = await ask("compareReveal", { compareId: info.compareId, spec, key });
    if (overtaken() || compareNow().key !== key) return;
    const shown = place && JSON.stringify(place.spec) === JSON.stringify(spec);
    if (!shown && place) await ask("compareView", { compareId: info.compareId, spec });
    patchCompare({ index: shown ? place.index : undefined, ...(shown && { scrollTo: { index: place.index, token: nextToken() } }) });
  } catch (error) {
    if (overtaken()) return;
    // What is shown stays; past the view it is the selected row that was not found.
    if (settled) patchCompare({ spec: before });
    settled = undefined;
    reportFailure("The rows cannot be shown", error);
  }
}

/** Opens or closes a row. `inTable`: it is open unless it was closed. */
export function toggleChange(key: string, opens: boolean, startsOpen: boolean): void {
  const { spec } = compareNow();
  const without = (keys: readonly string[]): readonly string[] => keys.filter((one) => one !== key);
  if (startsOpen) void showCompareSpec({ ...spec, closed: opens ? without(spec.closed) : [...without(spec.closed), key] });
  else void showCompareSpec({ ...spec, open: opens ? [...without(spec.open), key] : without(spec.open) });
}

/** Opens everything below a row. */
export const openAllBelow = (key: string): Promise<void> =>
  changeSpec((compareId, spec) => ask("compareOpenAll", { compareId, spec, key }));

/** Opens every row. */
export const expandChanges = (): Promise<void> => openAllBelow("");

/** Shows changes with their parents as at the start: what was opened is closed, what was closed is open. */
export function collapseChanges(): void {
  const { all: _, ...rest } = compareNow().spec;
  void showCompareSpec({ ...rest, open: [], closed: [] });
}

async function changeSpec(make: (compareId: string, spec: CompareSpec) => Promise<CompareSpec>): Promise<void> {
  const { info, spec } = compareNow();
  if (!info) return;
  try {
    await showCompareSpec(await make(info.compareId, spec));
  } catch (error) {
    reportFailure("The rows cannot be opened", error);
  }
}

/** Shows all fields, equal and absent ones too, or changes only. */
export const toggleEqual = (): void => void showCompareSpec({ ...compareNow().spec, equal: !compareNow().spec.equal });

/** Keeps changes of one kind; the same kind again shows all. */
export function filterKind(kind: DiffKind | undefined): void {
  const { kind: before, ...rest } = compareNow().spec;
  void showCompareSpec(kind === undefined || kind === before ? rest : { ...rest, kind });
}

/** Keeps changes that contain the text. */
export function filterChanges(text: string): void {
  const { text: _, ...rest } = compareNow().spec;
  void showCompareSpec(text === "" ? rest : { ...rest, text });
}

/** Shows all changes again. */
export function clearChangeFilter(): void {
  const { text: _, kind: __, ...rest } = compareNow().spec;
  void showCompareSpec(rest);
}

/** Selects a row that the view shows; its bytes come into sight on both sides. */
export async function selectChange(
  key: string,
  index: number | undefined,
  at?: { readonly side: SideName; readonly offset: number },
): Promise<void> {
  const { info } = compareNow();
  if (!info) return;
  const mine = ++latest;
  patchCompare({ key, index });
  try {
    const details = await ask("compareDetails", { compareId: info.compareId, key });
    if (mine !== latest || compareNow().info !== info) return;
    const start = (side: SideName) => details?.differs?.[side][0]?.[0] ?? rangeOf(details?.[side])?.[0];
    const to = (side: SideName) => {
      const offset = start(side);
      return offset === undefined || side === at?.side ? compareNow().hexTo[side] : { offset, token: nextToken() };
    };
    const cursor = (side: SideName) => (at?.side === side ? at.offset : rangeOf(details?.[side])?.[0]);
    const [a, b] = [cursor("a"), cursor("b")];
    const [toA, toB] = [to("a"), to("b")];
    patchCompare({
      details,
      cursor: { ...(a !== undefined && { a }), ...(b !== undefined && { b }) },
      ...(at === undefined && { bytes: {} }),
      hexTo: { ...(toA && { a: toA }), ...(toB && { b: toB }) },
    });
  } catch (error) {
    reportFailure("The details of the row cannot be read", error);
  }
}

/** Brings a row into view, opening what hides it, and selects it. `jump` makes it a step of the history. */
export async function goToChangeRow(key: string, jump = true, at?: { readonly side: SideName; readonly offset: number }): Promise<boolean> {
  const { info, spec } = compareNow();
  if (!info) return false;
  try {
    const place = await ask("compareReveal", { compareId: info.compareId, spec, key }, { label: "Building the view" });
    if (!place || compareNow().info !== info) return false;
    const view = await ask("compareView", { compareId: info.compareId, spec: place.spec });
    if (compareNow().info !== info) return false;
    const isNew = JSON.stringify(place.spec) !== JSON.stringify(spec);
    if (isNew) {
      // It takes the place of a view that is being built.
      running?.abort();
      running = undefined;
      settled = undefined;
    }
    patchCompare({
      key: place.key,
      index: place.index,
      scrollTo: { index: place.index, token: nextToken() },
      ...(isNew && { ...view, spec: place.spec, version: compareNow().version + 1 }),
    });
    if (jump) useApp.setState((s) => ({ jumps: s.jumps + 1 }));
    await selectChange(place.key, place.index, at);
    return true;
  } catch (error) {
    reportFailure("The row cannot be shown", error);
    return false;
  }
}

/** As `goToChangeRow`, to a unit of the list. */
export async function goToUnit(row: number): Promise<void> {
  const { info } = compareNow();
  if (!info) return;
  try {
    await goToChangeRow(await ask("compareUnit", { compareId: info.compareId, row }));
  } catch (error) {
    reportFailure("The unit cannot be shown", error);
  }
}

let stepping: Promise<unknown> = Promise.resolve();

/** Goes to the next or previous change that the filter lets through, going round. Steps wait for each other. */
export function stepChange(direction: 1 | -1): Promise<unknown> {
  stepping = stepping.then(async () => {
    const { info, key } = compareNow();
    if (!info) return;
    try {
      const step = await ask("compareStep", { compareId: info.compareId, direction, ...(key !== undefined && { key }) });
      if (step) await goToChangeRow(step.key);
      else toast(info.changes === 0 ? "The sides do not differ" : "The filter lets no change through");
    } catch (error) {
      reportFailure("The next change cannot be found", error);
    }
  });
  return stepping;
}

/** Puts the summary on the clipboard, as Markdown for a pull request. */
export async function copySummary(): Promise<void> {
  const { info } = compareNow();
  if (!info) return;
  try {
    const text = await ask("compareMarkdown", { compareId: info.compareId }, { label: "Writing the summary" });
    await copyText(text, "Copied the summary as Markdown");
  } catch (error) {
    reportFailure("The summary cannot be written", error);
  }
}

/** Saves the whole comparison as JSON. */
export async function exportComparison(): Promise<void> {
  const { info } = compareNow();
  if (!info) return;
  try {
    const file = await ask("compareExport", { compareId: info.compareId }, { label: "Writing the comparison" });
    download(file.name, file.bytes, "application/json");
  } catch (error) {
    reportFailure("The comparison cannot be written", error);
  }
}
