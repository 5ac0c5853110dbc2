/** The example schemas that the product brings along, each file a chunk of its own that is fetched when first needed. */
const files = import.meta.glob<string>("/schemas/**/*.{proto,json}", { query: "?raw", import: "default" });

/** All files of `schemas/`, with paths relative to it. */
export async function loadBundled(): Promise<{ path: string; text: string }[]> {
  return Promise.all(Object.entries(files).map(async ([path, load]) => ({ path: path.replace(/^\/schemas\//, ""), text: await load() })));
}
