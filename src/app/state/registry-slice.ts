import type { Clash, RegistryInfo, TypeList, TypePage } from "../../worker/protocol.ts";

export type Workspace = "inspect" | "compare" | "releases";

/** The workspace that is shown, and what the one of the releases shows. The releases themselves stand in the blobs' slice. */
export interface RegistrySlice {
  readonly workspace: Workspace;
  /** Bundled releases that the user removed. */
  readonly hiddenReleases: readonly string[];
  /** Why the browser does not keep all of the user's releases. */
  readonly keepTrouble?: RegistryInfo["trouble"] | undefined;
  /** Grows whenever releases came, went or changed: types are then asked for again. 0 before they are read. */
  readonly registryVersion: number;
  /** Releases that came under a name which another has: each waits for an answer. */
  readonly clashes: readonly Clash[];
  /** What the list of types is searched for. */
  readonly typeText: string;
  readonly typeList?: TypeList | undefined;
  /** Packages and types that are open in the list, by name. */
  readonly openTypes: readonly string[];
  /** The type that is shown. */
  readonly typeName?: string | undefined;
  /** Number of the field that is selected in it. */
  readonly fieldNumber?: number | undefined;
  /** null: no release has the type. */
  readonly typePage?: TypePage | null | undefined;
  readonly onlyChanges: boolean;
  /** Counts requests to focus the search. */
  readonly typeFind: number;
}

/** The slice as it stands at start. */
export function registrySlice(): RegistrySlice {
  return {
    workspace: "inspect",
    hiddenReleases: [],
    registryVersion: 0,
    clashes: [],
    typeText: "",
    openTypes: [],
    onlyChanges: false,
    typeFind: 0,
  };
}
