import { PassThrough } from 'node:stream';
import { WriteStream } from 'node:tty';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { type LogOptions, makeLog } from '../../src/telemetry/make-log.ts';

const setup = (options: LogOptions = {}) => {
  const written: string[] = [];
  const destination = { write: (line: string) => void written.push(line) };
  const log = makeLog({ format: 'json', destination, ...options });
  const lines = () => written.map((line) => JSON.parse(line) as Record<string, unknown>);
  return { log, lines, written };
};

afterEach(() => void vi.unstubAllEnvs());

describe('JSON lines', () => {
  test('carry level, time, message and the fields of all parents', () => {
    const { log, lines } = setup({ fields: { worker: 'email' } });
    log.child({ jobName: 'email.send', jobId: '1' }).warn('slow', { durationMs: 5 });
    expect(lines()).toEqual([
      {
        level: 'warn',
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
        pid: process.pid,
        worker: 'email',
        jobName: 'email.send',
        jobId: '1',
        durationMs: 5,
        message: 'slow',
      },
    ]);
  });

  test('are written from the chosen level on', () => {
    const { log, lines } = setup({ level: 'warn' });
    log.debug('a');
    log.info('b');
    log.warn('c');
    log.error('d');
    expect(lines().map(({ message }) => message)).toEqual(['c', 'd']);
  });

  test('stay whole when a field has the name of one of theirs', () => {
    const { log, written, lines } = setup();
    log.info('m', { level: 9, time: 'noon', message: 'n', pid: 1 });
    expect(lines()[0]).toMatchObject({
      level: 'info',
      message: 'm',
      level_: 9,
      time_: 'noon',
      message_: 'n',
    });
    expect(written[0]?.match(/"message":/g)).toHaveLength(1);
  });

  test('do not interpret what they are given', () => {
    const { log, lines } = setup();
    log.info('100%s %d', { a: 1 });
    expect(lines()[0]).toMatchObject({ message: '100%s %d', a: 1 });
  });
});

describe('secrets', () => {
  test('never stand in a line', () => {
    const { log, written } = setup();
    log.child({ url: 'redis://u:geheim@h' }).error('cannot reach amqp://u:geheim@h', {
      error: new Error('postgres://u:geheim@h'),
      password: 'geheim',
    });
    expect(written.join()).not.toContain('geheim');
    expect(written.join()).toContain('redis://u:***@h');
  });

  test('named by a job are hidden in its lines, and in no others', () => {
    const { log, lines } = setup();
    const job = log.child({ jobName: 'a.b' }, { redact: ['payload.code', 'payload.people[*].phone'] });
    const fields = { payload: { code: '1234', people: [{ phone: '5', name: 'Ann' }], to: 'x' } };
    job.child({ attempt: 1 }).info('running', fields);
    log.info('other', fields);
    expect(lines().map(({ payload }) => payload)).toEqual([
      { code: '***', people: [{ phone: '***', name: 'Ann' }], to: 'x' },
      fields.payload,
    ]);
    expect(fields.payload.code).toBe('1234');
  });
});

describe('text for people', () => {
  test('has the time, the level, the message and the fields on one line, and a stack below', () => {
    const { log, written } = setup({ format: 'text' });
    log.info('sent', { jobId: 'x-1', subject: 'Hello you' });
    log.error('failed', { error: new Error('no') });
    expect(written[0]).toMatch(/^\d\d:\d\d:\d\d\.\d{3} INFO {2}sent jobId=x-1 subject="Hello you"\n$/);
    expect(written[1]).toMatch(/ERROR failed error=\n {4}Error: no\n {4} {4}at /);
  });

  test.each([
    { isTTY: false, NO_COLOR: '', isColoured: false },
    { isTTY: true, NO_COLOR: '', isColoured: true },
    { isTTY: true, NO_COLOR: '1', isColoured: false },
  ])('is coloured only on a terminal that wants it: %o', ({ isTTY, NO_COLOR, isColoured }) => {
    vi.stubEnv('FORCE_COLOR', undefined);
    const env = { TERM: 'xterm-256color', ...(NO_COLOR && { NO_COLOR }) };
    const terminal = Object.assign(new PassThrough(), {
      isTTY,
      getColorDepth: () => WriteStream.prototype.getColorDepth(env),
    }) as unknown as NodeJS.WriteStream;
    makeLog({ destination: terminal, format: 'text' }).info('hello');
    expect(String(terminal.read()).includes('\u001B[')).toBe(isColoured);
  });
});
