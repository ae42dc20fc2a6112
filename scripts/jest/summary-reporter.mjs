// The last line of a test run, for people who scroll and for programs that do not read jest's own summary.
export default class SummaryLineReporter {
  onRunComplete(_contexts, results) {
    // A file that could not run at all holds no failed test; it must not look like a success.
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const skipped = results.numPendingTests + results.numTodoTests;
    process.stdout.write(`\n${results.numPassedTests} passed, ${failed} failed, ${skipped} skipped\n`);
  }
}
