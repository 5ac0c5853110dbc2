/** The one store: small facts of the screen in eight slices. Never bytes, never rows of a document. */
import { create } from "zustand";
import { type BlobsSlice, blobsSlice } from "./blobs-slice.ts";
import { type CompareSlice, compareSlice } from "./compare-slice.ts";
import { type CompatSlice, compatSlice } from "./compat-slice.ts";
import { type InspectSlice, inspectSlice } from "./inspect-slice.ts";
import { type RegistrySlice, registrySlice } from "./registry-slice.ts";
import { type SessionSlice, sessionSlice } from "./session-slice.ts";
import { type UiSlice, uiSlice } from "./ui-slice.ts";
import { type VerdictSlice, verdictSlice } from "./verdict-slice.ts";

export type AppState = SessionSlice & BlobsSlice & InspectSlice & CompareSlice & RegistrySlice & CompatSlice & VerdictSlice & UiSlice;

/** Hook over the store; `useApp.getState()` and `useApp.setState()` serve what is not a component. */
export const useApp = create<AppState>()(() => ({
  ...sessionSlice(),
  ...blobsSlice(),
  ...inspectSlice(),
  ...compareSlice(),
  ...registrySlice(),
  ...compatSlice(),
  ...verdictSlice(),
  ...uiSlice(),
}));
