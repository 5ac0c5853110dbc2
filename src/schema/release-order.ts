const runs = /\d+|\D+/g;

/** Compares names with runs of digits by their number: `1.9` < `1.10` < `2411` < `main`. Gives 0 for equal names only. */
export function naturalOrder(a: string, b: string): number {
  const left = a.match(runs) ?? [];
  const right = b.match(runs) ?? [];
  for (let i = 0; i < left.length && i < right.length; i++) {
    const compared = compareRuns(left[i]!, right[i]!);
    if (compared !== 0) return compared;
  }
  return left.length - right.length || byCodeUnit(a, b);
}

function compareRuns(a: string, b: string): number {
  if (!/^\d/.test(a) || !/^\d/.test(b)) return byCodeUnit(a, b);
  const x = a.replace(/^0+/, "");
  const y = b.replace(/^0+/, "");
  return x.length - y.length || byCodeUnit(x, y);
}

function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * Orders releases, oldest first: as the parsed `releases.json` lists them, else in natural order. Releases that the list does not
 * name come last, as the newest. `problem` says, after the name of the file, what is wrong with the list; one that is no list of names is passed over.
 */
export function orderReleases(names: readonly string[], releasesJson?: unknown): { order: readonly string[]; problem?: string } {
  const natural = [...names].sort(naturalOrder);
  if (releasesJson === undefined) return { order: natural };
  if (!Array.isArray(releasesJson) || !releasesJson.every((name) => typeof name === "string")) {
    return { order: natural, problem: "it is not a list of release names; the releases stand in natural order" };
  }
  const listed = [...new Set<string>(releasesJson)];
  const place = new Map(listed.map((name, index) => [name, index]));
  const order = natural.sort((a, b) => (place.get(a) ?? listed.length) - (place.get(b) ?? listed.length) || naturalOrder(a, b));
  const present = new Set(names);
  const absent = listed.filter((name) => !present.has(name));
  const unnamed = order.filter((name) => !place.has(name));
  const reasons = [
    ...(absent.length > 0 ? [`it names ${absent.join(", ")}, of which there is no folder`] : []),
    ...(unnamed.length > 0 ? [`what it does not name stands last (${unnamed.join(", ")})`] : []),
  ];
  return reasons.length > 0 ? { order, problem: reasons.join("; ") } : { order };
}
