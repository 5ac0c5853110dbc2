import { strToU8, type Zippable, zipSync } from "fflate";
import type { ReleaseSource } from "./registry.ts";

/** The same date in every export, so that equal releases give equal archives; the oldest that a zip can hold. */
const mtime = new Date(1980, 0, 1, 12);

/**
 * Releases as a zip that this app and the command line read again: a folder each, and `releases.json` for the order, which also
 * says that the folders are releases and not parts of one.
 */
export function zipOfReleases(releases: readonly ReleaseSource[]): Uint8Array<ArrayBuffer> {
  const files: Zippable = {};
  for (const { release, sources, units } of releases) {
    for (const { path, text } of sources) files[`${release}/${path}`] = strToU8(text);
    if (units) files[`${release}/units.json`] = strToU8(`${JSON.stringify(units, null, 2)}\n`);
  }
  files["releases.json"] = strToU8(`${JSON.stringify(releases.map(({ release }) => release))}\n`);
  return zipSync(files, { mtime, level: 6 }) as Uint8Array<ArrayBuffer>;
}
