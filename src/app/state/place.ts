/** The place that the URL holds: `#/inspect?blob=…&release=…`, `#/releases?type=…&field=…`. Names, hashes and paths, never bytes or values but the keys of maps in a path. */
import { visible } from "../../base/index.ts";
import type { ReadChoice, Severity, StatusFilter } from "../../worker/protocol.ts";
import { type ComparePlace, comparePairs, parseComparePlace } from "./compare-place.ts";
import { foundKinds } from "./spec.ts";
import { parseTable, type TablePlace, tablePairs } from "./table-place.ts";

export interface Place {
  /** Set when all blobs are shown as a table; the blob's part is then empty. */
  readonly table?: TablePlace;
  /** SHA-256 of the blob, lower-case hex. */
  readonly blob?: string;
  /** What the blob was called, so that a link can ask for it. */
  readonly name?: string;
  /** Set when the release was chosen. */
  readonly release?: string;
  /** Set when the root was chosen. */
  readonly root?: string;
  readonly raw?: boolean;
  /** Bytes that are read otherwise than the schema says. */
  readonly readAs?: readonly ReadChoice[];
  /** Row key of the selection. */
  readonly path?: string;
  /** Of a selection whose key is too long for a link: its first byte, which its row is found by. */
  readonly at?: number;
  readonly status?: StatusFilter;
  readonly text?: string;
  /** Set when the place is in the Releases workspace; the blob's part is then empty. */
  readonly releases?: TypePlace;
  /** Set when the place is in the Compare workspace. */
  readonly compare?: ComparePlace;
}

/** A type over the releases, and how it is shown. */
export interface TypePlace {
  /** Full name. */
  readonly type?: string;
  /** Number of the selected field. */
  readonly field?: number;
  /** What the list of types is searched for. */
  readonly find?: string;
  /** Only fields with changes. */
  readonly changes?: boolean;
  /** Set when two releases are compared instead. */
  readonly compat?: CompatPlace;
  /** Set when the rules are shown instead: the one gone to, "" for none. */
  readonly rule?: string;
}

/** Two releases side by side, and what of their findings is shown. */
export interface CompatPlace {
  /** Names, the older first. */
  readonly pair?: readonly [old: string, now: string];
  /** Both ways when absent. */
  readonly way?: "old-to-new" | "new-to-old";
  readonly show?: Severity;
  /** Id of the selected finding. */
  readonly finding?: string;
}

/** Characters of a row key up to which a link has it: browsers and chats cut longer ones, and a row 100,000 levels deep has 500,000. */
export const mostKey = 1000;

const severities: readonly string[] = ["breaks", "risk", "loses", "info"];
const statuses: readonly string[] = ["known", "unknown", "defaulted", "mismatched", "malformed", "notes", ...foundKinds];

/** The hash of a place, with its `#`; an empty place gives `#/inspect`. */
export function formatPlace(place: Place): string {
  if (place.table) return hashOf("/inspect/blobs", tablePairs(place.table));
  if (place.releases) return formatTypePlace(place.releases);
  if (place.compare) return hashOf("/compare", comparePairs(place.compare));
  const pairs: [string, string | undefined][] = [
    ["blob", place.blob],
    ["name", place.blob ? place.name : undefined],
    ["release", place.raw ? undefined : place.release],
    ["raw", place.raw ? "1" : undefined],
    ["root", place.raw ? undefined : place.root],
    ...(place.blob ? (place.readAs ?? []).filter(({ key }) => key.length <= mostKey) : []).flatMap(({ key, as }): [string, string][] => [
      ["bytes", key],
      ["as", as],
    ]),
    ["path", place.path],
    ["at", place.path === undefined && place.at !== undefined ? `0x${place.at.toString(16)}` : undefined],
    ["show", place.status],
    ["filter", place.text],
  ];
  return hashOf("/inspect", pairs);
}

function formatTypePlace({ type, field, find, changes, compat, rule }: TypePlace): string {
  if (rule !== undefined) return hashOf("/releases/rules", [["rule", rule]]);
  if (compat) return formatCompat(compat);
  return hashOf("/releases", [
    ["type", type],
    ["field", type === undefined || field === undefined ? undefined : String(field)],
    ["find", find],
    ["show", changes ? "changes" : undefined],
  ]);
}

function formatCompat({ pair, way, show, finding }: CompatPlace): string {
  return hashOf("/releases/compatibility", [
    ["old", pair?.[0]],
    ["new", pair?.[1]],
    ["way", way],
    ["show", show],
    ["finding", pair && finding],
  ]);
}

function hashOf(route: string, pairs: readonly (readonly [string, string | undefined])[]): string {
  const query = pairs.filter(([, value]) => value).map(([name, value]) => `${name}=${escapeValue(value ?? "")}`);
  return query.length ? `#${route}?${query.join("&")}` : `#${route}`;
}

/** Reads a hash. What is not understood is left out; a hash of another form gives an empty place. */
export function parsePlace(hash: string): Place {
  const [route, query = ""] = hash.replace(/^#/, "").split(/\?(.*)/s);
  const params = new URLSearchParams(query);
  if (route === "/inspect/blobs") return { table: parseTable(params) };
  if (route === "/releases") return { releases: parseTypePlace(params) };
  if (route === "/compare") return { compare: parseComparePlace(params) };
  if (route === "/releases/compatibility") return { releases: { compat: parseCompat(params) } };
  if (route === "/releases/rules") return { releases: { rule: params.get("rule") ?? "" } };
  if (route !== "/inspect") return {};
  const get = (name: string) => params.get(name) || undefined;
  const blob = get("blob");
  const [name, release, root, path, text] = [get("name"), get("release"), get("root"), get("path"), get("filter")];
  const status = get("show");
  return {
    ...(blob && /^[0-9a-f]{64}$/.test(blob) ? { blob } : {}),
    ...(name ? { name: visible(name) } : {}),
    ...(release ? { release } : {}),
    ...(get("raw") === "1" ? { raw: true } : {}),
    ...(root ? { root } : {}),
    ...readingsOf(params),
    ...(path ? { path } : /^0x[0-9a-f]{1,13}$/.test(get("at") ?? "") ? { at: Number(get("at")) } : {}),
    ...(status && statuses.includes(status) ? { status: status as StatusFilter } : {}),
    ...(text ? { text } : {}),
  };
}

/** `bytes=KEY&as=READING`, as often as there are choices. */
function readingsOf(params: URLSearchParams): Pick<Place, "readAs"> {
  const readings = params.getAll("as");
  const readAs = params.getAll("bytes").flatMap((key, i): ReadChoice[] => (key && readings[i] ? [{ key, as: readings[i] }] : []));
  return readAs.length > 0 ? { readAs } : {};
}

function parseTypePlace(params: URLSearchParams): TypePlace {
  const [type, find] = [params.get("type"), params.get("find")];
  const field = /^\d{1,9}$/.test(params.get("field") ?? "") ? Number(params.get("field")) : undefined;
  return {
    ...(type ? { type } : {}),
    ...(type && field !== undefined ? { field } : {}),
    ...(find ? { find } : {}),
    ...(params.get("show") === "changes" ? { changes: true } : {}),
  };
}

function parseCompat(params: URLSearchParams): CompatPlace {
  const [old, now, way, show, finding] = ["old", "new", "way", "show", "finding"].map((name) => params.get(name) || undefined);
  return {
    ...(old && now ? { pair: [old, now] as const } : {}),
    ...(way === "old-to-new" || way === "new-to-old" ? { way } : {}),
    ...(show && severities.includes(show) ? { show: show as Severity } : {}),
    ...(old && now && finding ? { finding } : {}),
  };
}

/** Percent-encodes what would break the hash and leaves brackets, slashes and colons readable. */
function escapeValue(value: string): string {
  return encodeURIComponent(value).replace(/%(5B|5D|2F|3A)/g, (escaped) => decodeURIComponent(escaped));
}
