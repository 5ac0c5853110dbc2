import type { FindingKind } from "../../worker/protocol.ts";

const titles: Readonly<Record<FindingKind, (release: string) => string>> = {
  fails: (release) => `Fails on ${release}`,
  depends: (release) => `Not sure on ${release}`,
  lost: (release) => `Lost on ${release}`,
  truncated: (release) => `Cut on ${release}`,
  reinterpreted: (release) => `Read as another value on ${release}`,
  defaulted: (release) => `Replaced by a default on ${release}`,
};

/** What a finding is, in a few words, with the release that it is about. */
export function findingTitle(kind: FindingKind, release: string): string {
  return titles[kind](release);
}

const words: Readonly<Record<FindingKind, string>> = {
  fails: "fails",
  depends: "depends",
  lost: "lost",
  truncated: "cut",
  reinterpreted: "another value",
  defaulted: "default",
};

/** The word of a finding in a list. */
export function findingWord(kind: FindingKind): string {
  return words[kind];
}
