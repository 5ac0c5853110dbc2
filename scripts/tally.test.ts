import { describe, expect, it } from "vitest";
import { tallyPlaywright, tallyVitest } from "./tally.mjs";

const file = (status: string, ...tests: string[]) => ({ status, assertionResults: tests.map((test) => ({ status: test })) });

describe("counting Vitest's report", () => {
  it("sums the tests over the files", () => {
    const report = { testResults: [file("passed", "passed", "skipped"), file("failed", "passed", "failed"), file("passed", "todo")] };
    expect(tallyVitest(report, 1)).toEqual({ passed: 2, failed: 1, skipped: 2 });
  });
  it("counts a file that could not be loaded", () => {
    expect(tallyVitest({ testResults: [file("passed", "passed"), file("failed")] }, 1)).toEqual({ passed: 1, failed: 1, skipped: 0 });
  });
  it("counts an error outside every test", () => {
    expect(tallyVitest({ testResults: [file("passed", "passed")] }, 1)).toMatchObject({ passed: 1, failed: 1 });
  });
  it("does not pass when there is no report or no test", () => {
    expect(tallyVitest(undefined, 0)).toMatchObject({ passed: 0, failed: 1 });
    expect(tallyVitest({ testResults: [] }, 0)).toMatchObject({ passed: 0, failed: 1 });
    expect(tallyVitest({ testResults: [file("passed", "skipped")] }, 0)).toMatchObject({ failed: 1, skipped: 1 });
  });
});

describe("counting Playwright's report", () => {
  it("takes a flaky test as failed", () => {
    expect(tallyPlaywright({ stats: { expected: 4, unexpected: 1, flaky: 1, skipped: 2 } }, 1)).toEqual({
      passed: 4,
      failed: 2,
      skipped: 2,
    });
  });
  it("does not pass when the run broke", () => {
    expect(tallyPlaywright({ stats: { expected: 4, unexpected: 0, flaky: 0, skipped: 0 } }, 1)).toMatchObject({ passed: 4, failed: 1 });
    expect(tallyPlaywright({ stats: { expected: 0, unexpected: 0, flaky: 0, skipped: 0 } }, 0)).toMatchObject({ failed: 1 });
    expect(tallyPlaywright(undefined, 1)).toMatchObject({ passed: 0, failed: 1 });
  });
});
