import { expect, expectTypeOf, test } from 'vitest';
import { z } from 'zod';
import { defineJob, type PayloadInput } from '../../src/job/job-definition.ts';
import type { HandlerContext } from '../../src/job/handler-context.ts';
import { completed } from '../../src/job/outcome.ts';

interface MailServices {
  readonly mailer: { send(to: string): Promise<{ readonly messageId: string }> };
}

const welcome = defineJob({
  name: 'email.send-welcome',
  queue: 'email',
  payload: z.strictObject({ to: z.email(), times: z.number().default(1) }),
  retry: { maxAttempts: 8 },
  run: async ({ to, times }, { mailer, step }: HandlerContext<MailServices>) => {
    expectTypeOf(to).toEqualTypeOf<string>();
    expectTypeOf(times).toEqualTypeOf<number>();
    const { messageId } = await step('send', () => mailer.send(to));
    return completed({ messageId });
  },
});

test('types flow from the schema to producer and handler without a cast', () => {
  expectTypeOf<PayloadInput<typeof welcome>>().toEqualTypeOf<{ to: string; times?: number | undefined }>();
  expectTypeOf(welcome.name).toEqualTypeOf<'email.send-welcome'>();
  // @ts-expect-error a payload that does not fit its schema
  welcome.with({ to: 1 });
});

test('a handler without services needs no annotation', () => {
  defineJob({
    name: 'test.log',
    queue: 'test',
    payload: z.object({ text: z.string() }),
    run: ({ text }, { log, job }) => {
      expectTypeOf(text).toEqualTypeOf<string>();
      expectTypeOf(job.attempt).toEqualTypeOf<number>();
      log.info(text);
    },
  });
});

test('a batch handler is given all payloads', () => {
  defineJob({
    name: 'test.count',
    queue: 'test',
    payload: z.object({ n: z.number() }),
    batch: { size: 100, waitMs: 10 },
    run: async (members) => {
      expectTypeOf(members[0]?.payload).toEqualTypeOf<{ n: number } | undefined>();
    },
  });
});

test('fills in defaults', () => {
  expect(welcome.retry).toEqual({ maxAttempts: 8, baseDelayMs: 1_000, maxDelayMs: 3_600_000 });
  expect(welcome).toMatchObject({ timeoutMs: 60_000, version: 1, priority: 0, aliases: [], redact: [] });
  expect(Object.isFrozen(welcome)).toBe(true);
});

test('lists everything that is wrong with a definition', () => {
  const wrong = () =>
    defineJob({
      name: 'Send',
      queue: 'q',
      payload: z.string(),
      timeoutMs: 0,
      version: 2,
      retry: { maxAttempts: 0 },
      run: () => {},
    });
  expect(wrong).toThrow(/"Send".*`name` must be.*timeoutMs.*maxAttempts.*needs `upcast`/s);
});

test('names what is missing, of another kind, or unknown', () => {
  const wrong = {
    name: 'mail.send',
    timeout: 5,
    timoutMs: 5,
    payload: { to: 'string' },
    retry: { baseDelayMs: Number.NaN },
  };
  const define = () => defineJob(wrong as never);
  expect(define).toThrow(/`timoutMs` is unknown: did you mean `timeoutMs`\?/);
  expect(define).toThrow(
    /`queue` must be.*`payload` must be a Standard Schema.*`run` must be.*`retry\.baseDelayMs` must be/s,
  );
});

test('a definition may be made from another', () => {
  const again = defineJob({ ...welcome, name: 'email.send-welcome-again' } as never);
  expect(again.with({}).definition.name).toBe('email.send-welcome-again');
});
