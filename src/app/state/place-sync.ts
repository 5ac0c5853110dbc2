/** Keeps the URL hash and the store in step: what is shown is written there, back and forward are read from there. */
import type { CompareSpec } from "../../worker/protocol.ts";
import { align } from "./compare.ts";
import type { ComparePlace } from "./compare-place.ts";
import type { SideChoice } from "./compare-slice.ts";
import { pairOf } from "./compat.ts";
import { type CompatPlace, formatPlace, mostKey, type Place, parsePlace, type TypePlace } from "./place.ts";
import { activeBlob, choiceOf, leaveBlob, openBlob, readBlob } from "./reading.ts";
import { goToOffset, goToRow } from "./select.ts";
import { during } from "./session.ts";
import { sameSpec, withStatus, withText } from "./spec.ts";
import { type AppState, useApp } from "./store.ts";
import { showTablePlace, tablePlaceOf } from "./table-place.ts";
import { showSpec } from "./view.ts";

/** Browsers refuse more than some twenty history writes a second, which a held arrow key reaches. */
const writeAfter = 120;

let applying = 0;
let held = 0;
let pending: ReturnType<typeof setTimeout> | undefined;
let jumpsWritten = 0;

/** The place that the screen shows; undefined while a document is on its way. */
export function placeOf(state: AppState): Place | undefined {
  if (state.workspace === "releases") return { releases: typePlaceOf(state) };
  if (state.workspace === "compare") return state.compare.busy ? undefined : { compare: comparePlaceOf(state) };
  if (state.tableOpen && state.blobs.length > 0) return { table: tablePlaceOf(state) };
  if (state.wanted) return state.wanted;
  const blob = activeBlob(state);
  if (!blob) return {};
  if (state.doc?.blobId !== blob.blobId || state.doc.soFar !== undefined) return undefined;
  const choice = state.choices[blob.blobId] ?? {};
  return {
    blob: blob.sha256,
    name: blob.name,
    ...(choice.raw ? { raw: true } : state.doc.release === undefined ? {} : { release: state.doc.release }),
    ...(choice.root === undefined || choice.raw ? {} : { root: choice.root }),
    ...(choice.readAs && { readAs: choice.readAs }),
    ...selectionOf(state),
    ...(state.shown.status === undefined ? {} : { status: state.shown.status }),
    ...(state.shown.text === undefined ? {} : { text: state.shown.text }),
  };
}

function selectionOf({ selectedKey, details }: AppState): Pick<Place, "path" | "at"> {
  if (selectedKey === undefined) return {};
  if (selectedKey.length <= mostKey) return { path: selectedKey };
  return details?.key === selectedKey && details.wire ? { at: details.wire.range[0] } : {};
}

function comparePlaceOf({ compare }: AppState): ComparePlace {
  const { a, b, info, spec, key, matchBy } = compare;
  // The release that was found out is written too, so that the link shows the same elsewhere.
  const read = (side: SideChoice, release: string | undefined): SideChoice =>
    release === undefined || side.raw ? side : { ...side, release };
  return {
    ...(a && { a: read(a, info?.a.release) }),
    ...(b && { b: read(b, info?.b.release) }),
    ...(key !== undefined && { path: key }),
    ...(spec.kind !== undefined && { kind: spec.kind }),
    ...(spec.text !== undefined && { text: spec.text }),
    ...(spec.equal && { equal: true }),
    open: spec.open,
    closed: spec.closed,
    ...(spec.all && { all: spec.all }),
    match: matchBy,
  };
}

/** What of a comparison makes a step of the history when it changes; selection and folds do not. */
function compareStepOf({ compare }: Place): string | undefined {
  return compare && JSON.stringify([compare.a, compare.b, compare.kind, compare.equal, compare.match]);
}

function typePlaceOf(state: AppState): TypePlace {
  const { typeName, fieldNumber, typeText, onlyChanges, releasesView } = state;
  if (releasesView === "rules") return { rule: state.ruleId ?? "" };
  if (releasesView === "compat") return { compat: compatPlaceOf(state) };
  return {
    ...(typeName !== undefined && { type: typeName }),
    ...(fieldNumber !== undefined && { field: fieldNumber }),
    ...(typeText !== "" && { find: typeText }),
    ...(onlyChanges && { changes: true }),
  };
}

function compatPlaceOf(state: AppState): CompatPlace {
  // A link keeps its releases while those of this browser are still on their way.
  const pair = state.registryVersion > 0 ? pairOf(state) : state.compatPair;
  const { compatDirection: way, compatShow: show, compatFinding: finding } = state;
  return {
    ...(pair && { pair }),
    ...(way !== "both" && { way }),
    ...(show !== undefined && { show }),
    ...(finding !== undefined && { finding }),
  };
}

/** Reads the place that the page was opened at and follows the store and the history from then on. Gives a way to stop. */
export function followPlace(): () => void {
  const first = parsePlace(location.hash);
  if (first.blob) useApp.setState({ wanted: first });
  if (first.releases) showTypePlace(first.releases);
  if (first.compare) void showComparePlace(first.compare);
  if (first.table) showTablePlace(first.table);
  const onHash = () => void applyPlace(parsePlace(location.hash));
  window.addEventListener("popstate", onHash);
  const stop = useApp.subscribe(() => schedule());
  return () => {
    window.removeEventListener("popstate", onHash);
    stop();
  };
}

/** Does work that goes through several places; the history gets a step for the last of them alone. */
export async function asOneStep(work: () => Promise<void>): Promise<void> {
  held++;
  try {
    await work();
  } finally {
    held--;
    schedule();
  }
}

function schedule(): void {
  if (applying > 0 || held > 0 || pending !== undefined) return;
  const place = placeOf(useApp.getState());
  if (!place || formatPlace(place) === location.hash) return;
  void during(
    new Promise<void>((done) => {
      pending = setTimeout(() => {
        pending = undefined;
        write();
        done();
      }, writeAfter);
    }),
  );
}

function write(): void {
  const state = useApp.getState();
  const place = placeOf(state);
  if (applying > 0 || held > 0 || !place) return;
  const hash = formatPlace(place);
  if (hash === location.hash || (hash === "#/inspect" && location.hash === "")) return;
  const before = parsePlace(location.hash);
  const moved =
    before.blob !== place.blob ||
    before.release !== place.release ||
    before.root !== place.root ||
    before.raw !== place.raw ||
    !sameReadings(before.readAs, place.readAs) ||
    before.status !== place.status ||
    (before.table === undefined) !== (place.table === undefined) ||
    before.table?.show !== place.table?.show ||
    before.table?.cause !== place.table?.cause ||
    before.releases?.type !== place.releases?.type ||
    compareStepOf(before) !== compareStepOf(place) ||
    before.releases?.rule !== place.releases?.rule ||
    (before.releases?.compat === undefined) !== (place.releases?.compat === undefined) ||
    before.releases?.compat?.pair?.join() !== place.releases?.compat?.pair?.join() ||
    (before.releases === undefined) !== (place.releases === undefined);
  const push = moved || state.jumps !== jumpsWritten;
  jumpsWritten = state.jumps;
  if (push) history.pushState(null, "", hash);
  else history.replaceState(null, "", hash);
}

function sameReadings(a: Place["readAs"], b: Place["readAs"]): boolean {
  return JSON.stringify(a ?? []) === JSON.stringify(b ?? []);
}

/** Shows a place in the Releases workspace; the workspace itself asks for the types. */
function showTypePlace({ type, field, find, changes, compat, rule }: TypePlace): void {
  if (rule !== undefined) useApp.setState({ workspace: "releases", releasesView: "rules", ruleId: rule || undefined });
  else if (compat) {
    const { pair, way, show, finding } = compat;
    useApp.setState({
      workspace: "releases",
      releasesView: "compat",
      compatPair: pair,
      compatDirection: way ?? "both",
      compatShow: show,
      compatFinding: finding,
    });
  } else {
    useApp.setState({
      workspace: "releases",
      releasesView: "type",
      typeName: type,
      fieldNumber: field,
      typeText: find ?? "",
      onlyChanges: changes ?? false,
    });
  }
}

/** Shows a place in the Compare workspace. Blobs that are not open are asked for, and the rest of the place waits for them. */
async function showComparePlace({ a, b, path, kind, text, equal, open, closed, all, match }: ComparePlace): Promise<void> {
  const { compare } = useApp.getState();
  const spec: CompareSpec = {
    open: open ?? [],
    closed: closed ?? [],
    ...(all && { all }),
    equal: equal ?? false,
    ...(kind !== undefined && { kind }),
    ...(text !== undefined && { text }),
  };
  useApp.setState({ workspace: "compare", compare: { ...compare, a, b, matchBy: match ?? {} } });
  await align(spec, path);
}

/** Shows a place of the history. A blob that is not open is asked for. */
async function applyPlace(place: Place): Promise<void> {
  applying++;
  try {
    if (place.releases) {
      showTypePlace(place.releases);
      return;
    }
    if (place.compare) {
      await showComparePlace(place.compare);
      return;
    }
    if (place.table) {
      showTablePlace(place.table);
      return;
    }
    useApp.setState({ workspace: "inspect", tableOpen: false });
    const state = useApp.getState();
    const blob = state.blobs.find((b) => b.sha256 === place.blob && !state.closing.includes(b.blobId));
    if (!blob) {
      leaveBlob();
      useApp.setState({ wanted: place.blob ? place : undefined, missed: undefined });
      return;
    }
    const before = state.choices[blob.blobId] ?? {};
    const choice = choiceOf(place);
    const readAlike =
      state.doc?.blobId === blob.blobId &&
      before.root === choice.root &&
      before.raw === choice.raw &&
      sameReadings(before.readAs, choice.readAs) &&
      state.doc.release === choice.release;
    if (!readAlike) useApp.setState({ choices: { ...state.choices, [blob.blobId]: choice } });
    if (state.active !== blob.blobId) await openBlob(blob.blobId);
    else if (!readAlike) await readBlob(state.spec);
    const { spec } = useApp.getState();
    const wanted = withText(withStatus(spec, place.status), place.text ?? "");
    if (!sameSpec(spec, wanted)) await showSpec(wanted);
    if (place.path !== undefined) await goToRow(place.path);
    else if (place.at !== undefined) await goToOffset(place.at, true);
    else useApp.setState({ selectedKey: undefined, selectedIndex: undefined, details: undefined });
  } finally {
    applying--;
    jumpsWritten = useApp.getState().jumps;
  }
}
