/** The list of types and the type that is shown: both are asked of the worker, which has the schemas. */
import type { Details } from "../../worker/protocol.ts";
import { ask, reportFailure } from "./session.ts";
import { useApp } from "./store.ts";

let latestList = 0;
let latestPage = 0;

/** Asks for the types that match the search. */
export async function loadTypes(): Promise<void> {
  const mine = ++latestList;
  try {
    const typeList = await ask("types", { text: useApp.getState().typeText }, { label: "Reading the types of all releases" });
    if (mine === latestList) useApp.setState({ typeList });
  } catch (error) {
    reportFailure("The types cannot be listed", error);
  }
}

/** Narrows the list to types whose name, or a field of which, contains the text. */
export function searchTypes(text: string): void {
  useApp.setState({ typeText: text });
  void loadTypes();
}

/** Asks for the shown type anew: it, the releases or their order changed. */
export async function loadTypePage(): Promise<void> {
  const { typeName } = useApp.getState();
  const mine = ++latestPage;
  if (typeName === undefined) {
    useApp.setState({ typePage: undefined });
    return;
  }
  try {
    const typePage = await ask("type", { typeName }, { label: `Reading ${typeName}` });
    if (mine === latestPage) useApp.setState({ typePage });
  } catch (error) {
    reportFailure(`${typeName} cannot be shown`, error);
  }
}

/** Shows a type in the Releases workspace, with one of its fields selected when a number is given. */
export function openType(typeName: string, fieldNumber?: number): void {
  const before = useApp.getState();
  useApp.setState({
    workspace: "releases",
    releasesView: "type",
    typeName,
    fieldNumber,
    ...(before.typeName !== typeName && { typePage: undefined }),
  });
  if (before.typeName !== typeName || !before.typePage) void loadTypePage();
}

/** The message that declares a row's field; of a field that the release does not know, the one in the newest release that does. */
export function ownerOf({ declaredIn, knownIn }: Details): string | undefined {
  return declaredIn ?? knownIn?.at(-1)?.typeName;
}

/** Selects a field of the shown type. */
export function selectField(fieldNumber: number | undefined): void {
  useApp.setState({ fieldNumber });
}

/** Opens or closes a package or a type of the list. */
export function toggleTypes(name: string, open: boolean): void {
  useApp.setState((s) => {
    const others = s.openTypes.filter((one) => one !== name);
    return { openTypes: open ? [...others, name] : others };
  });
}

/** Shows the workspace of the releases, as it was left. */
export function showReleases(): void {
  useApp.setState({ workspace: "releases", dialog: undefined });
}

/** Shows the workspace of the blobs, as it was left. */
export function showInspect(): void {
  useApp.setState({ workspace: "inspect" });
}

/** Goes to the search of the list of types. */
export function findType(): void {
  useApp.setState((s) => ({ workspace: "releases", typeFind: s.typeFind + 1 }));
}
