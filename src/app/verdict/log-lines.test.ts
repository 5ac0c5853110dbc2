import { expect, test } from "vitest";
import type { LogRelease } from "../../worker/protocol.ts";
import { linesOfLog, rankWord } from "./log-lines.ts";

const EXAMPLES = new Set(["1.0", "2.0"]);

function line(release: string, says: string, more: Partial<LogRelease> = {}): LogRelease {
  return { release, can: "no", says, causes: [], total: 0, ...more };
}

const names = (releases: readonly LogRelease[]) => linesOfLog(releases, EXAMPLES).map(({ release }) => release);

test("what all releases say alike stands once", () => {
  const same = "This blob has no unit x: the log is of another one.";
  expect(names(["2411", "2505", "main"].map((release) => line(release, same)))).toEqual(["2411"]);
  expect(names([line("2411", same), line("2505", "2505 reads this blob to its end."), line("main", same)])).toEqual(["2411", "2505"]);
});

test("a line with causes is never left out, and those that can have given the error come first", () => {
  const cause = { rank: "named", names: [], inUnit: true, path: "units[3]", range: [0, 1], message: "m", why: "w" } as const;
  const open = (release: string) => line(release, "said", { can: "open", causes: [cause] });
  expect(names([line("2411", "no"), open("2505"), open("main")])).toEqual(["2505", "main", "2411"]);
});

test("examples without the blob's root are left out, unless no release has it", () => {
  const lacks = (release: string) => line(release, `${release} does not have this root type`, { lacksRoot: true });
  expect(names([lacks("1.0"), lacks("2.0"), lacks("2411"), line("main", "main gives it", { can: "yes" })])).toEqual(["main", "2411"]);
  expect(names([lacks("1.0"), line("2.0", "reads to its end"), lacks("main")])).toEqual(["2.0", "main"]);
  expect(names([lacks("1.0"), lacks("2.0")])).toEqual(["1.0", "2.0"]);
});

test("of a log of another blob only the lines with causes are left", () => {
  const cause = { rank: "elsewhere", names: [], inUnit: true, path: "units[3]", range: [0, 1], message: "m", why: "w" } as const;
  const lines = [line("1", "no unit x"), line("2", "2 gives it elsewhere", { causes: [cause] })];
  expect(linesOfLog(lines, EXAMPLES, true).map(({ release }) => release)).toEqual(["2"]);
  expect(linesOfLog(lines, EXAMPLES).map(({ release }) => release)).toEqual(["1", "2"]);
});

test("of a cause that is not where the log says, it is told where it is", () => {
  const word = (error: { unit?: string; servicing?: boolean }, names: readonly string[], inUnit = true) =>
    rankWord({ servicing: false, ...error }, { rank: "elsewhere", names, inUnit });
  expect(word({ unit: "clock" }, ["firmware"])).toBe("in another unit");
  expect(word({ unit: "clock" }, [], false)).toBe("outside the units");
  expect(word({ unit: "pci" }, ["pci", "nic"])).toBe("at another device");
  expect(word({ servicing: true }, ["clock"])).toBe("in a unit");
});
