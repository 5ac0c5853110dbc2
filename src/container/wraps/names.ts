import type { ContainerName } from "./layer.ts";

/** `gzip > ohclphdr`; `raw` when nothing was unwrapped. */
export function containerText(steps: readonly ContainerName[]): string {
  return steps.length === 0 ? "raw" : steps.join(" > ");
}

/** All names but `raw`, which is no wrapping. */
export const containerNames: readonly ContainerName[] = [
  "ohclphdr",
  "get-chunks",
  "gzip",
  "zstd",
  "zip",
  "any",
  "hex",
  "hex dump",
  "base64",
  "byte array",
];

/** Reads `gzip > ohclphdr`, any case, `-` for a space; `raw` is no step at all. Gives the name that is none. */
export function parseContainer(text: string): readonly ContainerName[] | { readonly unknown: string } {
  const steps: ContainerName[] = [];
  for (const word of text.split(">").map((part) => part.trim().toLowerCase())) {
    if (word === "raw") continue;
    const name = containerNames.find((known) => known === word || known.replace(" ", "-") === word);
    if (!name) return { unknown: word };
    steps.push(name);
  }
  return steps;
}
