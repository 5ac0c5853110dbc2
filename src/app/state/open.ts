/** Opening and closing: files, folders, pastes, examples and schema sets all come in through `openFiles`. */
import { toldApart } from "../../base/index.ts";
import type { BlobInfo, Clash, ExampleInfo, ImportPart, ImportProblem, ImportResult, InputFile } from "../../worker/protocol.ts";
import type { Choice } from "./blobs-slice.ts";
import { loadBundled } from "./bundled.ts";
import { followBlob, placeOpened } from "./compare.ts";
import { compareSlice } from "./compare-slice.ts";
import { importFiles } from "./import.ts";
import { takesLog } from "./log.ts";
import { choiceOf, leaveBlob, openBlob, readBlob, shownBlobs } from "./reading.ts";
import { refreshRegistry } from "./registry.ts";
import { recallChoice } from "./remember.ts";
import { goToOffset } from "./select.ts";
import { ask, during, onWorkerEvent, reportFailure, startSession } from "./session.ts";
import { startSpec, withStatus, withText } from "./spec.ts";
import { awaitStart, endStart, takeStart } from "./start.ts";
import { type AppState, useApp } from "./store.ts";
import { showTable } from "./table.ts";
import { pathOf } from "./table-rows.ts";
import { toast } from "./toasts.ts";

/** Blobs of one drop from which on they are shown as a table. */
const MANY = 10;

/** Resolves when the bundled schemas are read, or cannot be: a blob that is opened sooner waits, else it would be read raw. */
let started: Promise<void> = Promise.resolve();

/** Starts the worker, gives it the bundled schemas and fetches the list of examples. */
export function start(): Promise<void> {
  started = begin();
  return started;
}

async function begin(): Promise<void> {
  startSession();
  try {
    onWorkerEvent(() => void refreshRegistry());
    const [, examples] = await during(
      Promise.all([
        loadBundled().then((files) => ask("bundled", { files })),
        fetchOwn("examples/index.json").then((answer) => answer.json() as Promise<ExampleInfo[]>),
      ]),
    );
    useApp.setState({ examples });
    await refreshRegistry();
  } catch (error) {
    reportFailure("The bundled schemas and examples cannot be read", error);
  }
}

/** A new worker after the old one died: nothing is open any more, and nothing is opened again in silence. */
export async function startAgain(): Promise<void> {
  leaveBlob();
  useApp.setState({
    dead: undefined,
    failure: undefined,
    blobs: [],
    twins: {},
    closing: [],
    summaries: {},
    verdicts: {},
    tableAt: {},
    choices: {},
    visits: {},
    releases: [],
    toasts: [],
    compare: compareSlice().compare,
    clashes: [],
    typeList: undefined,
    typePage: undefined,
  });
  await start();
}

/** GET of a file of the app's own; any other answer than 200 rejects. */
export async function fetchOwn(path: string): Promise<Response> {
  const answer = await fetch(new URL(path, document.baseURI));
  if (!answer.ok) throw new Error(`${path} answers ${answer.status}`);
  return answer;
}

/** Opens what was dropped, picked or pasted. What cannot be opened is listed; what was open stays open. */
export async function openFiles(
  files: readonly InputFile[],
  problems: readonly ImportProblem[] = [],
  suggest?: Choice,
): Promise<ImportResult> {
  const [one] = files;
  if (files.length === 1 && one?.kind === "text" && (await during(takesLog(one.text)))) return { blobs: [], releases: [], problems: [] };
  if (files.length + problems.length === 0) toast("There is no file in it");
  const first = files[0]?.path ?? "";
  const label = files.length === 1 ? first : `${files.length.toLocaleString("en")} files`;
  let result: ImportResult = { blobs: [], releases: [], problems };
  let isReading = true;
  try {
    if (files.length > 0) {
      await started;
      let came = 0;
      // What is open already is shown while the rest is read, and stays when the rest is cancelled.
      const onPart = ({ blobs, start }: ImportPart) => {
        // Cancelled, what was on its way is told still.
        if (start && isReading) takeStart(start);
        takeBlobs(blobs, suggest);
        came += blobs.length;
        const { workspace, wanted } = useApp.getState();
        if (came >= MANY && workspace === "inspect" && !wanted) showTable();
      };
      const { workspace, wanted = useApp.getState().missed } = useApp.getState();
      const start = workspace === "inspect" && !wanted ? startSpec() : undefined;
      if (start) awaitStart(files);
      const opened = await importFiles(files.length < MANY ? files : inOrder(files), `Opening ${label}`, start, onPart);
      result = { ...opened, problems: [...problems, ...opened.problems] };
      if (opened.releases.length > 0) await takeReleases(opened);
      sayAlready(opened.already ?? []);
      const clashes = opened.clashes ?? [];
      if (clashes.length > 0) useApp.setState((s) => ({ clashes: [...withoutNames(s.clashes, clashes), ...clashes], dialog: "clashes" }));
      takeBlobs(opened.blobs, suggest);
    }
  } catch (error) {
    reportFailure(`${label} cannot be opened`, error);
  }
  isReading = false;
  if (result.problems.length > 0) useApp.setState((s) => ({ importProblems: [...result.problems, ...s.importProblems] }));
  if (!(await endStart(result.blobs))) await showOpened(result);
  return result;
}

/** By path, for a folder comes in any order. */
function inOrder(files: readonly InputFile[]): readonly InputFile[] {
  const { compare } = new Intl.Collator("en", { numeric: true });
  return files.toSorted((a, b) => compare(a.path, b.path));
}

function takeBlobs(opened: readonly BlobInfo[], suggest: Choice | undefined): void {
  useApp.setState((s) => {
    const known = new Set(s.blobs.map(({ blobId }) => blobId));
    // Files of one drop may hold the same bytes: they are one blob, with all their names.
    const fresh = opened.filter(({ blobId }) => !known.has(blobId) && known.add(blobId));
    const ids = opened.map((blob) => blob.blobId);
    const chosen = fresh.flatMap(({ blobId, sha256 }) => {
      const choice = recallChoice(sha256) ?? suggest;
      return choice ? [[blobId, choice] as const] : [];
    });
    const choices = chosen.length > 0 ? { ...s.choices, ...Object.fromEntries(chosen) } : s.choices;
    const blobs = fresh.length > 0 ? toldApart([...s.blobs, ...fresh]) : s.blobs;
    return { blobs, choices, closing: s.closing.filter((id) => !ids.includes(id)), twins: withTwins(s.twins, blobs, opened) };
  });
}

/** The other names of blobs, with those that came now. */
function withTwins(twins: AppState["twins"], blobs: readonly BlobInfo[], opened: readonly BlobInfo[]): AppState["twins"] {
  const again = opened.filter((blob) => blob.again !== undefined);
  if (again.length === 0) return twins;
  const paths = new Map(blobs.map((blob) => [blob.blobId, pathOf(blob)]));
  const all = { ...twins };
  for (const { blobId, again: name = "" } of again) {
    const before = all[blobId] ?? [];
    if (name !== paths.get(blobId) && !before.includes(name)) all[blobId] = [...before, name];
  }
  return all;
}

function alreadyText({ blobId, again, ...told }: BlobInfo): string {
  const { name } = useApp.getState().blobs.find((blob) => blob.blobId === blobId) ?? told;
  return again === undefined || again === told.name
    ? `${name} is open already`
    : `${again} has the bytes of ${name}, which is open already`;
}

async function takeReleases(opened: ImportResult): Promise<void> {
  const { releases, hidden, trouble } = await ask("registry", null);
  const troubledReleases = opened.releases.filter((r) => r.problems.length > 0).map((r) => r.release);
  useApp.setState((s) => ({
    releases,
    hiddenReleases: hidden,
    keepTrouble: trouble,
    registryVersion: s.registryVersion + 1,
    troubledReleases,
  }));
  const unkept = opened.releases.filter(({ release }) => releases.some((r) => r.release === release && !r.kept));
  if (trouble && unkept.length > 0) {
    const names = unkept.length === 1 ? `Release ${unkept[0]?.release} is` : `${unkept.length} releases are`;
    useApp.setState({ failure: `${names} in use until this window closes, but not kept. ${trouble.message}` });
  }
}

function sayAlready(names: readonly string[]): void {
  if (names.length === 1) toast(`Release ${names[0]} is registered already, with the same files`);
  else if (names.length > 1) toast(`${names.length} releases are registered already, with the same files`);
}

/** A release that comes once more takes the place of the one that waits. */
function withoutNames(clashes: readonly Clash[], others: readonly Clash[]): readonly Clash[] {
  return clashes.filter(({ release }) => !others.some((other) => other.release === release));
}

/** Shows the first opened blob, or reads the open one again when only schemas came. */
async function showOpened(result: ImportResult): Promise<void> {
  const { workspace, wanted = useApp.getState().missed, active, choices, spec, selectedKey } = useApp.getState();
  if (workspace === "compare") {
    await placeOpened(result.blobs);
    return;
  }
  const asked = wanted && result.blobs.find((blob) => blob.sha256 === wanted.blob);
  if (wanted && asked) {
    const choice = choiceOf(wanted);
    const view = withText(withStatus(startSpec(), wanted.status), wanted.text ?? "");
    useApp.setState((s) => ({
      choices: { ...s.choices, [asked.blobId]: choice },
      visits: { ...s.visits, [asked.blobId]: { spec: view, selectedKey: wanted.path } },
      missed: undefined,
    }));
    await openBlob(asked.blobId);
    if (wanted.at !== undefined) await goToOffset(wanted.at, true);
  } else if (result.blobs[0]) {
    const first = result.blobs[0];
    if (first.already && result.blobs.length === 1) toast(alreadyText(first));
    if (result.blobs.length >= MANY) showTable();
    else if (active === first.blobId && result.releases.length > 0) await readBlob(spec, selectedKey);
    else await openBlob(first.blobId);
    useApp.setState({ missed: wanted });
  } else if (result.releases.length > 0) {
    const names = result.releases.map((r) => r.release);
    toast(names.length === 1 ? `Release ${names[0]} is registered` : `${names.length} releases are registered`);
    const choice = active === undefined ? undefined : choices[active];
    if (active === undefined || choice?.raw || (choice?.release && !choice.suggested)) return;
    const missing = choice?.missing !== undefined && names.includes(choice.missing) ? choice.missing : undefined;
    const root = choice?.root;
    const next: Choice = {
      ...(missing === undefined ? {} : { release: missing }),
      ...(root === undefined ? {} : { root }),
      ...(choice?.readAs && { readAs: choice.readAs }),
    };
    useApp.setState((s) => ({ choices: { ...s.choices, [active]: next } }));
    await readBlob(spec, selectedKey);
  }
}

/** Fetches an example from the app's own files and opens it, read with the release and as the type that it is about. */
export async function openExample(example: ExampleInfo): Promise<void> {
  try {
    const file = await during(fetchOwn(`examples/${example.file}`).then((answer) => answer.blob()));
    await openFiles([{ path: example.file, kind: "file", file }], [], { release: example.release, suggested: true });
    await nameRoot(example);
  } catch (error) {
    reportFailure(`The example ${example.file} cannot be fetched`, error);
  }
}

/** Opens two bundled examples, side by side: the machine as its first release with firmware variables wrote it, and as the newest did. */
export async function compareExamples(): Promise<void> {
  const names = ["machine-1.1.bin", "machine-2.0.bin"];
  try {
    const files = await during(Promise.all(names.map((name) => fetchOwn(`examples/${name}`).then((answer) => answer.blob()))));
    useApp.setState({ workspace: "compare" });
    await openFiles(names.map((path, i) => ({ path, kind: "file", file: files[i]! })));
  } catch (error) {
    reportFailure("The examples cannot be fetched", error);
  }
}

/** A damaged example may look like another type: then its own root is given, unless the user chose one. */
async function nameRoot(example: ExampleInfo): Promise<void> {
  const { active, choices, doc } = useApp.getState();
  const choice = active === undefined ? undefined : choices[active];
  if (active === undefined || !doc || doc.release !== example.release || doc.root?.typeName === example.root) return;
  if (!choice?.suggested || choice.root !== undefined) return;
  useApp.setState({ choices: { ...choices, [active]: { ...choice, root: example.root } } });
  await readBlob();
}

/** Takes a blob off the list. The worker keeps it until the toast has gone without an Undo. */
export function closeBlob(blobId: string): void {
  const state = useApp.getState();
  const blob = state.blobs.find((b) => b.blobId === blobId);
  if (!blob) return;
  const shown = shownBlobs(state);
  const at = shown.findIndex((b) => b.blobId === blobId);
  const neighbour = shown[at + 1] ?? shown[at - 1];
  useApp.setState({ closing: [...state.closing, blobId] });
  if (state.active === blobId) {
    if (neighbour) void openBlob(neighbour.blobId);
    else leaveBlob();
  }
  void followBlob(blob.sha256);
  toast(`Closed ${blob.name}`, {
    undo: () => {
      useApp.setState((s) => ({ closing: s.closing.filter((id) => id !== blobId) }));
      void openBlob(blobId);
      void followBlob(blob.sha256);
    },
    gone: () => void forget(blobId),
  });
}

async function forget(blobId: string): Promise<void> {
  if (!useApp.getState().closing.includes(blobId)) return;
  useApp.setState((s) => {
    const { [blobId]: _, ...verdicts } = s.verdicts;
    const { [blobId]: __, ...summaries } = s.summaries;
    const { [blobId]: ___, ...twins } = s.twins;
    const closing = s.closing.filter((id) => id !== blobId);
    return { closing, blobs: toldApart(s.blobs.filter((b) => b.blobId !== blobId)), verdicts, summaries, twins };
  });
  try {
    await ask("close", { blobId });
  } catch (error) {
    reportFailure("The blob cannot be closed", error);
  }
}
