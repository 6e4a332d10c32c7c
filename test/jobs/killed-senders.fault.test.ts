import { expect, test } from 'vitest';
import { sendUnderFire } from './senders-under-fire.ts';

// Every death costs a process that loads everything anew, on a machine that may be busy.
test('workers killed between the answer and the record send nothing twice and lose nothing', {
  timeout: 300_000,
}, async () => {
  const { deaths, messages } = await sendUnderFire({
    sms: 18,
    mails: 9,
    deadlyEvery: 3,
    timeoutMs: 270_000,
  });
  expect(messages).toHaveLength(27);
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
