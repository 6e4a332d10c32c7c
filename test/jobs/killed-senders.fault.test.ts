import { expect, test } from 'vitest';
import { sendUnderFire } from './senders-under-fire.ts';

test('workers killed between the answer and the record send nothing twice and lose nothing', async () => {
  const { deaths, messages } = await sendUnderFire({
    sms: 24,
    mails: 12,
    deadlyEvery: 3,
    timeoutMs: 100_000,
  });
  expect(messages).toHaveLength(36);
  expect(deaths).toBeGreaterThan(0);
  // Twilio can be asked what it has sent, a mail server cannot.
  const sms = messages.filter(({ words }) => words.startsWith('SMS'));
  expect(sms.filter(({ state, times }) => state !== 'completed' || times !== 1)).toEqual([]);
  const mails = messages.filter(({ words }) => words.startsWith('Mail'));
  expect(mails.filter(({ state, times }) => state === 'completed' && times !== 1)).toEqual([]);
  expect(
    mails.filter(({ state, reason, times }) => state === 'failed' && (reason !== 'ambiguous' || times > 1)),
  ).toEqual([]);
});
