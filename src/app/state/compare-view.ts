/** What is shown of two aligned sides: rows, selection, changes one after the other, find. */
import type { ByteRange } from "../../base/index.ts";
import type { CompareHit, CompareSpec, DiffKind, FindQuery, SideName } from "../../worker/protocol.ts";
import type { CompareState } from "./compare-slice.ts";
import { copyText } from "./copy.ts";
import { download } from "./download.ts";
import { ask, reportFailure } from "./session.ts";
import { useApp } from "./store.ts";
import { toast } from "./toasts.ts";
import { nextToken } from "./token.ts";

let running: AbortController | undefined;
let latest = 0;

const patch = (change: Partial<CompareState>): void => useApp.setState((s) => ({ compare: { ...s.compare, ...change } }));
const now = (): CompareState => useApp.getState().compare;

/** Builds the view of a spec and shows it; a later call takes an earlier one back. */
export async function showCompareSpec(spec: CompareSpec): Promise<void> {
  const { info, spec: before, key } = now();
  if (!info) return;
  running?.abort();
  const mine = new AbortController();
  running = mine;
  const overtaken = (): boolean => running !== mine || now().info !== info;
  patch({ spec });
  try {
    const view = await ask("compareView", { compareId: info.compareId, spec }, { label: "Building the view", signal: mine.signal });
    if (overtaken()) return;
    patch({ ...view, version: now().version + 1, index: undefined });
    if (view.cut) toast(`There is too much below: the first ${(200_000).toLocaleString("en")} rows are opened`);
    if (key === undefined) return;
    const place = await ask("compareReveal", { compareId: info.compareId, spec, key });
    if (overtaken() || now().key !== key) return;
    const shown = place && JSON.stringify(place.spec) === JSON.stringify(spec);
    if (!shown && place) await ask("compareView", { compareId: info.compareId, spec });
    patch({ index: shown ? place.index : undefined, ...(shown && { scrollTo: { index: place.index, token: nextToken() } }) });
  } catch (error) {
    if (overtaken()) return;
    patch({ spec: before });
    reportFailure("The rows cannot be shown", error);
  }
}

/** Opens or closes a row. `inTable`: it is open unless it was closed. */
export function toggleChange(key: string, opens: boolean, startsOpen: boolean): void {
  const { spec } = now();
  const without = (keys: readonly string[]): readonly string[] => keys.filter((one) => one !== key);
  if (startsOpen) void showCompareSpec({ ...spec, closed: opens ? without(spec.closed) : [...without(spec.closed), key] });
  else void showCompareSpec({ ...spec, open: opens ? [...without(spec.open), key] : without(spec.open) });
}

/** Opens everything below a row. */
export const openAllBelow = (key: string): Promise<void> => changeSpec((compareId, spec) => ask("compareOpenAll", { compareId, spec, key }));

/** Opens every row. */
export const expandChanges = (): Promise<void> => openAllBelow("");

/** Shows changes with their parents as at the start: what was opened is closed, what was closed is open. */
export function collapseChanges(): void {
  const { all: _, ...rest } = now().spec;
  void showCompareSpec({ ...rest, open: [], closed: [] });
}

async function changeSpec(make: (compareId: string, spec: CompareSpec) => Promise<CompareSpec>): Promise<void> {
  const { info, spec } = now();
  if (!info) return;
  try {
    await showCompareSpec(await make(info.compareId, spec));
  } catch (error) {
    reportFailure("The rows cannot be opened", error);
  }
}

/** Shows all fields, equal and absent ones too, or changes only. */
export const toggleEqual = (): void => void showCompareSpec({ ...now().spec, equal: !now().spec.equal });

/** Keeps changes of one kind; the same kind again shows all. */
export function filterKind(kind: DiffKind | undefined): void {
  const { kind: before, ...rest } = now().spec;
  void showCompareSpec(kind === undefined || kind === before ? rest : { ...rest, kind });
}

/** Keeps changes that contain the text. */
export function filterChanges(text: string): void {
  const { text: _, ...rest } = now().spec;
  void showCompareSpec(text === "" ? rest : { ...rest, text });
}

/** Shows all changes again. */
export function clearChangeFilter(): void {
  const { text: _, kind: __, ...rest } = now().spec;
  void showCompareSpec(rest);
}

/** Selects a row that the view shows; its bytes come into sight on both sides. */
export async function selectChange(
  key: string,
  index: number | undefined,
  at?: { readonly side: SideName; readonly offset: number },
): Promise<void> {
  const { info } = now();
  if (!info) return;
  const mine = ++latest;
  patch({ key, index });
  try {
    const details = await ask("compareDetails", { compareId: info.compareId, key });
    if (mine !== latest || now().info !== info) return;
    const start = (side: SideName) => details?.differs?.[side][0]?.[0] ?? details?.[side]?.wire?.range[0];
    const to = (side: SideName) => {
      const offset = start(side);
      return offset === undefined || side === at?.side ? now().hexTo[side] : { offset, token: nextToken() };
    };
    const cursor = (side: SideName) => (at?.side === side ? at.offset : details?.[side]?.wire?.range[0]);
    const [a, b] = [cursor("a"), cursor("b")];
    const [toA, toB] = [to("a"), to("b")];
    patch({
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
  const { info, spec } = now();
  if (!info) return false;
  try {
    const place = await ask("compareReveal", { compareId: info.compareId, spec, key });
    if (!place || now().info !== info) return false;
    const view = await ask("compareView", { compareId: info.compareId, spec: place.spec });
    if (now().info !== info) return false;
    const isNew = JSON.stringify(place.spec) !== JSON.stringify(spec);
    patch({
      key: place.key,
      index: place.index,
      scrollTo: { index: place.index, token: nextToken() },
      ...(isNew && { ...view, spec: place.spec, version: now().version + 1 }),
    });
    if (jump) useApp.setState((s) => ({ jumps: s.jumps + 1 }));
    await selectChange(place.key, place.index, at);
    return true;
  } catch (error) {
    reportFailure("The row cannot be shown", error);
    return false;
  }
}

let stepping: Promise<unknown> = Promise.resolve();

/** Goes to the next or previous change that the filter lets through, going round. Steps wait for each other. */
export function stepChange(direction: 1 | -1): Promise<unknown> {
  stepping = stepping.then(async () => {
    const { info, key } = now();
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

/** Selects the deepest row that holds a byte of one side. */
export async function goToSideByte(side: SideName, offset: number): Promise<void> {
  const { info } = now();
  if (!info) return;
  patch({ cursor: { ...now().cursor, [side]: offset }, near: side, bytes: {} });
  try {
    const key = await ask("compareLocate", { compareId: info.compareId, side, offset });
    if (key !== null) await goToChangeRow(key, true, { side, offset });
  } catch (error) {
    reportFailure("The byte cannot be found", error);
  }
}

/** Selects bytes of one side; an empty range takes the selection back. */
export function selectSideBytes(side: SideName, range: ByteRange | undefined): void {
  const { [side]: _, ...bytes } = now().bytes;
  patch({ bytes: range && range[1] > range[0] ? { ...bytes, [side]: range } : bytes, near: side });
}

// ---- going to a path or an offset ---------------------------------------------------------------------------------------

/** Opens the bar that takes a path or an offset. */
export function openGoTo(): void {
  if (!now().info) return;
  closeCompareFind();
  patch({ goTo: { open: true, focus: now().goTo.focus + 1 } });
}

/** Closes it. */
export const closeGoTo = (): void => patch({ goTo: { ...now().goTo, open: false } });

/** Goes to the field of a path, else to an offset, on one side. Gives what is wrong with the text, or an empty text. */
export async function goToText(side: SideName, text: string): Promise<string> {
  const { info } = now();
  const blob = sideBlobOf(side);
  if (!info || !blob) return "";
  const name = side.toUpperCase();
  try {
    const key = await ask("comparePath", { compareId: info.compareId, side, path: text });
    if (key !== null) return (await goToChangeRow(key)) ? "" : `${name} has no row for ${text}.`;
    const offset = parseOffset(text);
    if (offset === undefined) return `${name} has no field ${text}, and it is no offset: write a path, or hex (0x9f) or decimal (159).`;
    if (offset >= blob.bytes) return `${offsetText(offset)} lies behind the end of ${name}. Its last byte is at ${offsetText(blob.bytes - 1)}.`;
    await goToSideByte(side, offset);
    patch({ hexTo: { ...now().hexTo, [side]: { offset, token: nextToken() } } });
    return "";
  } catch (error) {
    reportFailure("The row cannot be shown", error);
    return "";
  }
}

// ---- find ---------------------------------------------------------------------------------------------------------------

const patchFind = (change: Partial<CompareState["find"]>): void => patch({ find: { ...now().find, ...change } });
let searching: AbortController | undefined;

/** Opens the find bar and puts the cursor into it. */
export function openCompareFind(): void {
  if (!now().info) return;
  closeGoTo();
  patchFind({ open: true, focus: now().find.focus + 1 });
}

/** Closes the find bar; the query stays. */
export function closeCompareFind(): void {
  searching?.abort();
  patchFind({ open: false, result: undefined, at: undefined, hit: undefined });
}

/** Looks through both sides; an earlier search that still runs is taken back. */
export async function searchSides(query: FindQuery): Promise<void> {
  searching?.abort();
  patchFind({ query });
  const { info, spec } = now();
  if (!info || query.text === "") {
    patchFind({ result: undefined, at: undefined, hit: undefined });
    return;
  }
  const mine = new AbortController();
  searching = mine;
  try {
    const options = { label: `Finding ${query.text}`, signal: mine.signal };
    const result = await ask("compareFind", { compareId: info.compareId, query, absent: spec.equal }, options);
    if (!mine.signal.aborted) patchFind({ result, at: undefined, hit: undefined });
  } catch (error) {
    reportFailure("The search stopped", error);
  }
}

/** Goes to the next or previous hit, going round; the first time to the one nearest after the selection. */
export function stepCompareHit(direction: 1 | -1): Promise<unknown> {
  stepping = stepping.then(async () => {
    const { find, key } = now();
    const { result, at } = find;
    if (!result || result.hits === 0) return;
    try {
      const start = at ?? (key === undefined ? 0 : await ask("compareHitNear", { findId: result.findId, key }));
      const index = at === undefined && direction === 1 ? start : (start + direction + result.hits) % result.hits;
      const hit = await ask("compareHit", { findId: result.findId, index });
      if (!hit || now().find.result !== result) return;
      patchFind({ at: index, hit });
      await goToChangeRow(hit.key);
      lightHit(hit);
    } catch (error) {
      reportFailure("The hit cannot be shown", error);
    }
  });
  return stepping;
}

/** The bytes that were looked for come into sight, selected, on each side that has them. */
function lightHit({ a, b }: CompareHit): void {
  if (!a && !b) return;
  const to = (range: ByteRange | undefined, side: SideName) => (range ? { offset: range[0], token: nextToken() } : now().hexTo[side]);
  const [toA, toB] = [to(a, "a"), to(b, "b")];
  patch({ bytes: { ...(a && { a }), ...(b && { b }) }, hexTo: { ...(toA && { a: toA }), ...(toB && { b: toB }) } });
}

// ---- taking it elsewhere ------------------------------------------------------------------------------------------------

/** Puts the summary on the clipboard, as Markdown for a pull request. */
export async function copySummary(): Promise<void> {
  const { info } = now();
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
  const { info } = now();
  if (!info) return;
  try {
    const file = await ask("compareExport", { compareId: info.compareId }, { label: "Writing the comparison" });
    download(file.name, file.bytes, "application/json");
  } catch (error) {
    reportFailure("The comparison cannot be written", error);
  }
}
