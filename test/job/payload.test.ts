import { expect, test } from 'vitest';
import { z } from 'zod';
import { defineJob } from '../../src/job/job-definition.ts';
import { checkPayload, parsePayload } from '../../src/job/payload.ts';
import { InvalidPayloadError, NotJsonError, PayloadTooLargeError } from '../../src/job/payload-errors.ts';

const definition = defineJob({
  name: 'test.greet',
  queue: 'test',
  payload: z.strictObject({ to: z.email(), times: z.number().int().default(1) }),
  run: () => {},
});

/** As callers see it: what is thrown at once rejects too. */
const check = async (...given: Parameters<typeof checkPayload>) => checkPayload(...given);

test('sends what the producer gave, and gives the handler what the schema made of it', async () => {
  const given = { to: 'a@example.com' };
  expect(await checkPayload(definition, given, 1_000)).toEqual(given);
  expect(await parsePayload(definition, given)).toEqual({ value: { to: 'a@example.com', times: 1 } });
});

test('names every field that the schema refuses', async () => {
  const refused = check(definition, { to: 'nobody', times: 'often', extra: 1 }, 1_000);
  await expect(refused).rejects.toBeInstanceOf(InvalidPayloadError);
  await expect(refused).rejects.toThrow(/test\.greet.*to: .*times: .*extra/s);
});

test('says how large a payload is and how large it may be', async () => {
  const refused = check(definition, { to: `${'a'.repeat(200)}@example.com` }, 100);
  await expect(refused).rejects.toBeInstanceOf(PayloadTooLargeError);
  await expect(refused).rejects.toThrow(/has 2\d\d bytes, at most 100 are accepted/);
});

test('counts bytes and not characters', async () => {
  const note = defineJob({ name: 'test.note', queue: 'test', payload: z.string(), run: () => {} });
  await expect(check(note, 'ü'.repeat(40), 80)).rejects.toBeInstanceOf(PayloadTooLargeError);
});

test('refuses what JSON would change, before the schema is asked', async () => {
  const dated = defineJob({
    name: 'test.date',
    queue: 'test',
    payload: z.object({ at: z.date() }),
    run: () => {},
  });
  await expect(check(dated, { at: new Date() }, 1_000)).rejects.toBeInstanceOf(NotJsonError);
});

test('waits for a schema that is asynchronous', async () => {
  const payload = z.string().refine(async (text) => text === 'right');
  const slow = defineJob({ name: 'test.slow', queue: 'test', payload, run: () => {} });
  await expect(check(slow, 'wrong', 1_000)).rejects.toBeInstanceOf(InvalidPayloadError);
  expect(await checkPayload(slow, 'right', 1_000)).toBe('right');
});
