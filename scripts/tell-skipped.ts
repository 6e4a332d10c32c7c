import type { Reporter, TestCase } from 'vitest/node';

/** Tells why a test was skipped, which vitest's own report of a file does not. */
export default class TellSkipped implements Reporter {
  onTestCaseResult(test: TestCase): void {
    const result = test.result();
    if (result.state === 'skipped' && result.note !== undefined)
      process.stdout.write(`skipped: ${test.fullName}: ${result.note}\n`);
  }
}
