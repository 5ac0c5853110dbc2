/** The part of the URL that tells of two sides: `#/compare?a=…&ar=…&b=…&br=…&path=…`. */
import { visible } from "../../base/index.ts";
import type { DiffKind } from "../../worker/protocol.ts";
import type { SideChoice } from "./compare-slice.ts";

export interface ComparePlace {
  readonly a?: SideChoice;
  readonly b?: SideChoice;
  /** Key of the selected row. */
  readonly path?: string;
  readonly kind?: DiffKind;
  readonly text?: string;
  readonly equal?: boolean;
  readonly open?: readonly string[];
  readonly closed?: readonly string[];
  /** Rows below which all is open; `/` is the root. */
  readonly all?: readonly string[];
  /** Path of a list -> how it is matched. */
  readonly match?: Readonly<Record<string, string>>;
}

const kinds: readonly string[] = ["changed", "added", "removed", "moved", "retyped", "renamed", "wire-only"] satisfies DiffKind[];
/** Opened and closed rows that a link carries: browsers and chats cut longer ones. */
const mostRows = 40;
/** And characters of one: a row of thousands of levels has as many. */
const isShort = (key: string | undefined): boolean => (key?.length ?? 0) <= 1000;

type Pair = readonly [name: string, value: string | undefined];

function sidePairs(side: "a" | "b", choice: SideChoice | undefined): readonly Pair[] {
  if (!choice) return [];
  return [
    [side, choice.sha256],
    [`${side}-name`, choice.name],
    [`${side}-release`, choice.raw ? undefined : choice.release],
    [`${side}-root`, choice.raw ? undefined : choice.root],
    [`${side}-raw`, choice.raw ? "1" : undefined],
  ];
}

/** Rows of a list; the whole tree, which has no key, is `/`. */
function keyPairs(name: string, keys: readonly string[] = []): readonly Pair[] {
  return keys
    .filter(isShort)
    .slice(0, mostRows)
    .map((key): Pair => [name, key || "/"]);
}

/** Names and values of the hash, in order. */
export function comparePairs(place: ComparePlace): readonly Pair[] {
  return [
    ...sidePairs("a", place.a),
    ...sidePairs("b", place.b),
    ["path", isShort(place.path) ? place.path : undefined],
    ["show", place.kind],
    ["filter", place.text],
    ["equal", place.equal ? "1" : undefined],
    ...Object.entries(place.match ?? {}).map(([path, by]): Pair => ["match", `${by} ${path}`]),
    ...keyPairs("open", place.open),
    ...keyPairs("all", place.all),
    ...keyPairs("closed", place.closed),
  ];
}

function parseSide(params: URLSearchParams, side: "a" | "b"): SideChoice | undefined {
  const sha256 = params.get(side);
  if (!sha256 || !/^[0-9a-f]{64}$/.test(sha256)) return undefined;
  const [release, root] = [params.get(`${side}-release`), params.get(`${side}-root`)];
  return {
    sha256,
    name: visible(params.get(`${side}-name`) || "a blob"),
    ...(release ? { release } : {}),
    ...(root ? { root } : {}),
    ...(params.get(`${side}-raw`) === "1" ? { raw: true } : {}),
  };
}

/** Reads the hash; what is not understood is left out. */
export function parseComparePlace(params: URLSearchParams): ComparePlace {
  const [a, b] = [parseSide(params, "a"), parseSide(params, "b")];
  const [path, text, kind] = [params.get("path"), params.get("filter"), params.get("show")];
  const match = params.getAll("match").map((entry) => /^(\S+) (.+)$/s.exec(entry));
  const pairs = match.flatMap((found) => (found ? [[found[2]!, found[1]!] as const] : []));
  const [open, closed] = [params.getAll("open"), params.getAll("closed")];
  const all = params.getAll("all").map((key) => (key === "/" ? "" : key));
  return {
    ...(a ? { a } : {}),
    ...(b ? { b } : {}),
    ...(path ? { path } : {}),
    ...(kind && kinds.includes(kind) ? { kind: kind as DiffKind } : {}),
    ...(text ? { text } : {}),
    ...(params.get("equal") === "1" ? { equal: true } : {}),
    ...(pairs.length > 0 ? { match: Object.fromEntries(pairs) } : {}),
    ...(open.length > 0 ? { open } : {}),
    ...(closed.length > 0 ? { closed } : {}),
    ...(all.length > 0 ? { all } : {}),
  };
}
