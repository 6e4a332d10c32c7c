import { expect, test } from 'vitest';
import type { JobInfo } from '../../src/job/handler-context.ts';
import { makeLog } from '../../src/telemetry/make-log.ts';
import { Attempt } from '../../src/worker/attempt.ts';
import { type ContextActions, contextMaker } from '../../src/worker/make-context.ts';

const job: JobInfo = {
  id: '0190163d-8694-739b-aea5-966c26f8ad91',
  name: 'a.b',
  queue: 'q',
  attempt: 2,
  maxAttempts: 5,
  enqueuedAt: new Date(0),
  tags: [],
  isLate: false,
  isCatchUp: false,
  parents: [],
};

test('a handler’s lines are logged and kept with the job’s fields, and without what must not be seen', () => {
  const written: string[] = [];
  const log = makeLog({ format: 'json', destination: { write: (line: string) => void written.push(line) } });
  const attempt = new Attempt(job, undefined);
  // as: a handler that only logs asks for nothing else
  const context = contextMaker({}, { log } as ContextActions)(attempt, ['payload.code']);
  context.log.info('calling redis://u:geheim@h', {
    payload: { code: 'geheim', to: 'x' },
    error: new Error('refused with token=geheim'),
  });
  expect(JSON.parse(written[0] ?? '')).toMatchObject({
    jobName: 'a.b',
    jobId: job.id,
    queue: 'q',
    attempt: 2,
    message: 'calling redis://u:***@h',
    payload: { code: '***', to: 'x' },
  });
  expect(attempt.logLines).toMatchObject([{ level: 'info', fields: { payload: { code: '***', to: 'x' } } }]);
  expect(written.join() + JSON.stringify(attempt.logLines)).not.toContain('geheim');
});
