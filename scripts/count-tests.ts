import { z } from 'zod';
import { addCounts, type Counts } from './counts.ts';

const vitestReport = z.object({
  testResults: z.array(
    z.object({ status: z.string(), assertionResults: z.array(z.object({ status: z.string() })) }),
  ),
});

/**
 * Counts the tests in vitest's JSON report. A file that could not be loaded has no tests and counts as one failure,
 * and so does a run that failed in another way, left no report, or ran no test at all.
 */
export function countTests(report: unknown, hasSucceeded: boolean): Counts {
  const parsed = vitestReport.safeParse(report);
  if (!parsed.success) return { passed: 0, failed: 1, skipped: 0 };
  const counts = addCounts(parsed.data.testResults.map(countFile));
  const hasHiddenFailure = counts.failed === 0 && (!hasSucceeded || counts.passed === 0);
  return hasHiddenFailure ? { ...counts, failed: 1 } : counts;
}

function countFile(file: z.infer<typeof vitestReport>['testResults'][number]): Counts {
  const count = (status: string) => file.assertionResults.filter((test) => test.status === status).length;
  const [passed, failed] = [count('passed'), count('failed')];
  const hasOtherFailure = file.status === 'failed' && failed === 0;
  return {
    passed,
    failed: hasOtherFailure ? 1 : failed,
    skipped: file.assertionResults.length - passed - failed,
  };
}
