// Counts what the test runners report. A runner that broke must never look like one that had nothing to complain of.

/** One failure, for a runner that ended badly and names no failed test. */
const broke = (counts, why) => ({ ...counts, failed: counts.failed + 1, why });

/** Sums for the exit code of a runner: a bad one without any failed test is a failure of its own, and so is a run of no test at all. */
function withExit(counts, exitCode) {
  if (counts.failed > 0) return counts;
  if (exitCode !== 0) return broke(counts, `it ended with exit code ${exitCode}, though no test failed`);
  if (counts.passed === 0) return broke(counts, "no test ran");
  return counts;
}

/**
 * Counts of one of Vitest's JSON reports: `{ passed, failed, skipped, why? }`. `report` is the parsed file, or undefined when
 * there is none. A test file that could not be loaded counts as one failure.
 */
export function tallyVitest(report, exitCode) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  if (!Array.isArray(report?.testResults)) return broke(counts, "it wrote no report");
  for (const file of report.testResults) {
    const statuses = file.assertionResults.map((test) => test.status);
    const failed = statuses.filter((status) => status === "failed").length;
    const passed = statuses.filter((status) => status === "passed").length;
    counts.passed += passed;
    counts.failed += failed || file.status !== "failed" ? failed : 1;
    counts.skipped += statuses.length - passed - failed;
  }
  return withExit(counts, exitCode);
}

/** The same for Playwright's JSON report. A test that passed only when it was tried again counts as failed. */
export function tallyPlaywright(report, exitCode) {
  const stats = report?.stats;
  if (typeof stats?.expected !== "number") return broke({ passed: 0, failed: 0, skipped: 0 }, "it wrote no report");
  return withExit({ passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped }, exitCode);
}
