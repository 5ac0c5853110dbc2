const longestName = 80;

/**
 * Names in the order asked for. A bundled one that it does not name (new in this version of the app, or shown again) follows the
 * bundled one that is older than it; others come last, as the newest.
 */
export function inOrder(order: readonly string[], bundled: readonly string[], own: readonly string[]): readonly string[] {
  const all = new Set([...bundled, ...own]);
  const names = [...new Set(order)].filter((name) => all.has(name));
  const named = new Set(names);
  bundled.forEach((name, at) => {
    if (!named.has(name)) names.splice(at === 0 ? 0 : names.indexOf(bundled[at - 1]!) + 1, 0, name);
  });
  return [...names, ...own.filter((name) => !named.has(name))];
}

/** The first of `name (2)`, `name (3)`, … that is not taken; the name itself when it is free. */
export function freeName(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name;
  for (let n = 2; ; n++) if (!taken.has(`${name} (${n})`)) return `${name} (${n})`;
}

/** Why a release cannot be called so, the end of a sentence; undefined when it can. Names become folders of an export. */
export function nameTrouble(name: string, taken: readonly string[]): string | undefined {
  if (name === "") return "a release needs a name";
  if (name.length > longestName) return `a name has at most ${longestName} characters`;
  if (/[/\\\p{Cc}]/u.test(name) || /^\.+$/.test(name)) return "a name has no slashes and is not made of dots";
  if (taken.includes(name)) return `another release is called ${name}`;
  return undefined;
}
