import { describe, expect, test } from 'vitest';
import { AttemptMetrics } from '../../src/telemetry/attempt-metrics.ts';
import { Metrics } from '../../src/telemetry/metrics.ts';

const linesOf = async (metrics: Metrics, start: string): Promise<readonly string[]> =>
  (await metrics.text()).split('\n').filter((line) => line.startsWith(start));

describe('metrics', () => {
  test('count, by their labels', async () => {
    const metrics = new Metrics();
    const mails = metrics.counter('nightshift_mails_total', { help: 'Mails.', labels: ['to', 'how'] });
    const series = mails.of('a "b"', 'smtp');
    series.add(2);
    series.add(3);
    mails.of('c', 'file').add(1);
    const expected = [
      'nightshift_mails_total{to="a \\"b\\"",how="smtp"} 5',
      'nightshift_mails_total{to="c",how="file"} 1',
    ];
    expect(await linesOf(metrics, 'nightshift_mails_total')).toEqual(expected);
    expect(await linesOf(metrics, 'nightshift_mails_total')).toEqual(expected);
  });

  test('distribute durations over cumulative buckets', async () => {
    const metrics = new Metrics();
    const runs = metrics.histogram('nightshift_run_seconds', { help: 'Runs.', labels: ['job'] });
    for (const seconds of [0.001, 0.02, 0.025, 3, 100_000]) runs.of('a.b').observe(seconds);
    const lines = await linesOf(metrics, 'nightshift_run_seconds');
    expect(lines).toContain('nightshift_run_seconds_bucket{job="a.b",le="0.001"} 1');
    expect(lines).toContain('nightshift_run_seconds_bucket{job="a.b",le="0.025"} 3');
    expect(lines).toContain('nightshift_run_seconds_bucket{job="a.b",le="5"} 4');
    expect(lines).toContain('nightshift_run_seconds_bucket{job="a.b",le="+Inf"} 5');
    expect(lines).toContain('nightshift_run_seconds_sum{job="a.b"} 100003.046');
    expect(lines).toContain('nightshift_run_seconds_count{job="a.b"} 5');
  });

  test('read gauges when they are asked for, and leave out those that cannot be read', async () => {
    const metrics = new Metrics();
    let slots = 3;
    metrics.gauge('nightshift_slots', { help: 'Slots.', labels: ['state'] }, () => [[['free'], slots]]);
    metrics.gauge('nightshift_away', { help: 'Away.' }, () => Promise.reject(new Error('away')));
    metrics.gauge('nightshift_plain', { help: 'Plain.' }, async () => [[[], 7]]);
    slots = 2;
    expect(await linesOf(metrics, 'nightshift_')).toEqual([
      'nightshift_slots{state="free"} 2',
      'nightshift_plain 7',
    ]);
  });

  test('of two instances do not know of each other', async () => {
    const [one, other] = [new Metrics(), new Metrics()];
    one.counter('nightshift_x_total', { help: 'X.' }).of().add(1);
    other.counter('nightshift_x_total', { help: 'X.' });
    expect(await linesOf(one, 'nightshift_x_total')).toEqual(['nightshift_x_total 1']);
    expect(await linesOf(other, 'nightshift_x_total 1')).toEqual([]);
  });

  test('of the process all carry our prefix', async () => {
    const metrics = new Metrics();
    metrics.watchProcess();
    const names = (await metrics.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    expect(names.length).toBeGreaterThan(20);
    expect(names.filter((line) => !line.startsWith('nightshift_'))).toEqual([]);
  });
});

test('attempts are counted by outcome, with their wait and their duration', async () => {
  const metrics = new Metrics();
  const attempts = new AttemptMetrics(metrics);
  attempts.ended({ jobName: 'a.b', queue: 'q', outcome: 'completed', waitMs: 30, durationMs: 5 });
  attempts.ended({ jobName: 'a.b', queue: 'q', outcome: 'retry', durationMs: 5 });
  const counts = await linesOf(metrics, 'nightshift_attempts_total');
  expect(counts).toContain('nightshift_attempts_total{queue="q",job="a.b",outcome="completed"} 1');
  expect(counts).toContain('nightshift_attempts_total{queue="q",job="a.b",outcome="retry"} 1');
  expect(counts).toContain('nightshift_attempts_total{queue="q",job="a.b",outcome="failed"} 0');
  expect(await linesOf(metrics, 'nightshift_job_wait_seconds_count')).toEqual([
    'nightshift_job_wait_seconds_count{queue="q",job="a.b"} 1',
  ]);
  expect(await linesOf(metrics, 'nightshift_attempt_seconds_sum')).toEqual([
    'nightshift_attempt_seconds_sum{queue="q",job="a.b"} 0.01',
  ]);
});
