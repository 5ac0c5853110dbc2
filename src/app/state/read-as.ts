/** Bytes that the user reads otherwise than the schema says: which row is being asked for, and what was chosen. */
import type { ReadChoice } from "../../worker/protocol.ts";
import type { Choice } from "./blobs-slice.ts";
import { choose } from "./reading.ts";
import { useApp } from "./store.ts";
import { toast } from "./toasts.ts";

/** Readings that are one value: nothing opens below them. */
const flat: readonly string[] = ["utf-8", "guid", "bytes"];

/** Opens the list of ways to read the bytes of a row, the selected one when none is named. */
export function openReadAs(key = useApp.getState().selectedKey): void {
  if (key !== undefined) useApp.setState({ dialog: "readAs", readAsKey: key });
}

/** Reads the bytes of a row as chosen and opens it; undefined takes the choice back. Remembered with the blob. */
export async function chooseReadAs(key: string, as: string | undefined): Promise<void> {
  if (as !== undefined && !flat.includes(as))
    useApp.setState(({ spec }) => ({
      spec: { ...spec, open: [...spec.open.filter((one) => one !== key), key], closed: spec.closed.filter((one) => one !== key) },
    }));
  await choose((choice) => withReading(choice, key, as));
}

/** The choice with the reading of one row changed; undefined takes it out. */
function withReading({ readAs = [], ...choice }: Choice, key: string, as: string | undefined): Choice {
  const others = readAs.filter((one) => one.key !== key);
  const now = as === undefined ? others : [...others, { key, as }];
  return now.length > 0 ? { ...choice, readAs: now } : choice;
}

/** Takes back all that was chosen for bytes of the open blob. */
export async function forgetReadAs(): Promise<void> {
  const { active, choices } = useApp.getState();
  const before = active === undefined ? undefined : choices[active]?.readAs;
  if (!before) return;
  if (!(await choose(({ readAs: _, ...choice }) => choice))) return;
  toast(
    before.length === 1
      ? "All bytes are read as the schema says; 1 choice is forgotten"
      : `All bytes are read as the schema says; ${before.length} choices are forgotten`,
    {
      undo: () => {
        if (useApp.getState().active === active) void choose((choice) => ({ ...choice, readAs: before }));
      },
    },
  );
}

/** Readings that name a release under its new name. */
export function renamedReadings(readAs: readonly ReadChoice[], release: string, now: string): readonly ReadChoice[] {
  const end = `@${release}`;
  return readAs.map((one) => {
    const at = one.as.indexOf("@");
    return at > 0 && one.as.slice(at) === end ? { ...one, as: `${one.as.slice(0, at)}@${now}` } : one;
  });
}
