/** Changes of the registered releases. The worker keeps them; the page shows what it answers. */
import { counted } from "../../base/index.ts";
import type { ClashAnswer, RegistryInfo, ReleaseInfo } from "../../worker/protocol.ts";
import type { Choice } from "./blobs-slice.ts";
import { download } from "./download.ts";
import { renamedReadings } from "./read-as.ts";
import { readBlob } from "./reading.ts";
import { ask, reportFailure } from "./session.ts";
import { useApp } from "./store.ts";
import { toast } from "./toasts.ts";

/**
 * Shows the registry as the worker has it now. When releases came, went, moved or have other files, the open blob is read again:
 * what is known of it hangs on all of them.
 */
async function takeRegistry({ releases, hidden, trouble }: RegistryInfo): Promise<void> {
  const { releases: before, active, doc, spec, selectedKey } = useApp.getState();
  useApp.setState((s) => ({ releases, hiddenReleases: hidden, keepTrouble: trouble, registryVersion: s.registryVersion + 1 }));
  const same = JSON.stringify(releases.map(factsOf)) === JSON.stringify(before.map(factsOf));
  if (active !== undefined && doc?.blobId === active && !same) await readBlob(spec, selectedKey);
}

/** What a reading depends on, as far as the page knows it. */
function factsOf({ release, origin, files, types, problems }: ReleaseInfo) {
  return { release, origin, files, types, problems };
}

/** Asks the worker for the registry: an import or another tab changed it. */
export async function refreshRegistry(): Promise<void> {
  try {
    await takeRegistry(await ask("registry", null));
  } catch (error) {
    reportFailure("The releases cannot be listed", error);
  }
}

async function change(what: string, answer: Promise<RegistryInfo>): Promise<void> {
  try {
    await takeRegistry(await answer);
  } catch (error) {
    reportFailure(what, error);
  }
}

/** Puts the releases into an order, old to new. */
export function orderReleases(names: readonly string[]): Promise<void> {
  return change("The releases cannot be put in order", ask("orderReleases", { names }));
}

/** Moves a release by one place. Gives its place among how many, from 1, or undefined when it stands at the end already. */
export async function moveRelease(release: string, by: -1 | 1): Promise<readonly [place: number, of: number] | undefined> {
  const names = useApp.getState().releases.map((one) => one.release);
  const at = names.indexOf(release);
  const to = at + by;
  if (at < 0 || to < 0 || to >= names.length) return undefined;
  names.splice(to, 0, ...names.splice(at, 1));
  await orderReleases(names);
  return [to + 1, names.length];
}

/** Gives a release another name. Gives the reason when it cannot have it, a sentence without its end. */
export async function renameRelease(release: string, name: string): Promise<string | undefined> {
  try {
    const { refused, ...info } = await ask("renameRelease", { release, name });
    if (refused !== undefined) return refused;
    const now = name.trim();
    const renamed = ({ readAs, ...choice }: Choice): Choice => ({
      ...choice,
      ...(choice.release === release && { release: now }),
      ...(readAs && { readAs: renamedReadings(readAs, release, now) }),
    });
    useApp.setState((s) => ({
      choices: Object.fromEntries(Object.entries(s.choices).map(([blobId, choice]) => [blobId, renamed(choice)])),
    }));
    await takeRegistry(info);
  } catch (error) {
    reportFailure(`${release} cannot be renamed`, error);
  }
  return undefined;
}

/** Takes a release away; the toast brings it back. */
export async function removeRelease(info: ReleaseInfo): Promise<void> {
  const { release, files, origin } = info;
  await change(`${release} cannot be removed`, ask("removeRelease", { release }));
  const what = origin === "bundled" ? `Removed the example ${release}` : `Removed ${release}, ${counted(files, "file")}`;
  toast(what, { undo: () => void change(`${release} cannot be brought back`, ask("restoreRelease", { release })) });
}

/** Brings the bundled releases back that were removed. */
export function restoreBundled(): Promise<void> {
  return change("The examples cannot be brought back", ask("restoreBundled", null));
}

/** Saves releases as a zip of their files. */
export async function exportReleases(names: readonly string[]): Promise<void> {
  try {
    const { name, bytes } = await ask("exportReleases", { releases: names }, { label: "Packing the releases" });
    download(name, bytes, "application/zip");
  } catch (error) {
    reportFailure("The releases cannot be exported", error);
  }
}

/** The releases that `Export` saves when none is named: the user's, or the bundled ones when there are no others. */
export function exportable(releases: readonly ReleaseInfo[]): readonly string[] {
  const own = releases.filter(({ origin }) => origin === "user");
  return (own.length > 0 ? own : releases).map(({ release }) => release);
}

/** Does what the user answered for releases whose name was taken; what was replaced, the toast brings back. */
export async function settleClashes(answers: readonly ClashAnswer[]): Promise<void> {
  useApp.setState({ clashes: [], dialog: undefined });
  try {
    const { releases } = await ask("settleImport", { answers }, { label: "Registering the releases" });
    if (releases.length === 0) return;
    await readAnew(ask("registry", null));
    const replaced = answers.filter(({ how }) => how === "replace").map(({ release }) => release);
    const added = releases.map(({ release }) => release).filter((release) => !replaced.includes(release));
    if (added.length > 0) toast(added.length === 1 ? `Release ${added[0]} is registered` : `${added.length} releases are registered`);
    if (replaced.length > 0)
      toast(replaced.length === 1 ? `Replaced ${replaced[0]}` : `Replaced ${replaced.length} releases`, {
        undo: () => void takeBack(replaced),
      });
  } catch (error) {
    reportFailure("The releases cannot be registered", error);
  }
}

async function takeBack(replaced: readonly string[]): Promise<void> {
  try {
    await readAnew(ask("restoreReplaced", { releases: replaced }));
  } catch (error) {
    reportFailure("What was replaced cannot be brought back", error);
  }
}

/** Shows the registry after releases got other files, and reads the open blob again: the same number of files and types may be others all the same. */
async function readAnew(answer: Promise<RegistryInfo>): Promise<void> {
  const { active, spec, selectedKey } = useApp.getState();
  await takeRegistry(await answer);
  if (active !== undefined) await readBlob(spec, selectedKey);
}
