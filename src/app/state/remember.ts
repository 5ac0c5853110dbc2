/** What the browser keeps in localStorage: the look and, per content hash, how a blob is read. Never bytes or values. */
import type { Choice } from "./blobs-slice.ts";
import type { Theme } from "./ui-slice.ts";

const prefix = "savestate:";
const readingsKept = 200;

/** The remembered value of a key, or undefined when there is none or the browser refuses. */
export function recall<T>(key: string): T | undefined {
  try {
    const text = localStorage.getItem(prefix + key);
    return text === null ? undefined : (JSON.parse(text) as T);
  } catch {
    return undefined;
  }
}

/** Keeps a small plain value; a browser that refuses storage forgets it in silence, nothing depends on it. */
export function remember(key: string, value: unknown): void {
  try {
    localStorage.setItem(prefix + key, JSON.stringify(value));
  } catch {
    // Private windows and full storage: the value lives as long as the page.
  }
}

/** The remembered theme. */
export function recallTheme(): Theme {
  const theme = recall<string>("theme");
  return theme === "light" || theme === "dark" ? theme : "system";
}

type KeptReading = readonly [sha256: string, choice: Choice];

function keptReadings(): readonly KeptReading[] {
  const kept = recall<KeptReading[]>("readings");
  return Array.isArray(kept)
    ? kept.filter((entry) => Array.isArray(entry) && typeof entry[0] === "string" && typeof entry[1] === "object")
    : [];
}

/** How the blob with this hash was read last, if somebody chose it. */
export function recallChoice(sha256: string): Choice | undefined {
  return keptReadings().find(([hash]) => hash === sha256)?.[1];
}

/** What of a choice may be kept: the key of an entry of a map is a value of the blob, so a reading below one lives as long as the page. */
function keepable({ readAs, ...choice }: Choice): Choice {
  const kept = readAs?.filter(({ key }) => !key.includes('"')) ?? [];
  return kept.length > 0 ? { ...choice, readAs: kept } : choice;
}

/** Keeps the choice for a hash, the latest first; an empty one is forgotten. Keeps 200. */
export function rememberChoice(sha256: string, made: Choice): void {
  rememberChoices([[sha256, made]]);
}

/** As `rememberChoice`, for many at once. */
export function rememberChoices(made: readonly KeptReading[]): void {
  const hashes = new Set(made.map(([sha256]) => sha256));
  const kept = made.slice(0, readingsKept).flatMap(([sha256, whole]): KeptReading[] => {
    const choice = keepable(whole);
    const chosen = choice.root || choice.raw || choice.writer || choice.readAs || (choice.release && !choice.suggested);
    return chosen ? [[sha256, choice]] : [];
  });
  remember("readings", [...kept, ...keptReadings().filter(([hash]) => !hashes.has(hash))].slice(0, readingsKept));
}

/** Forgets all that was remembered here. */
export function forgetAll(): void {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(prefix)) localStorage.removeItem(key);
  } catch {
    // A browser that refuses storage has nothing to forget.
  }
}
