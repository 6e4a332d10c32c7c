import { expect, it } from 'vitest';
import { sendUnderFire } from '../jobs/senders-under-fire.ts';

// A process has to start anew for most of them.
const minutes = 60_000;

it('sends nothing twice and loses nothing over 200 sends of which each kills its worker', {
  timeout: 32 * minutes,
}, async () => {
  const { deaths, messages } = await sendUnderFire({
    sms: 120,
    mails: 80,
    deadlyEvery: 1,
    timeoutMs: 30 * minutes,
  });
  const wrong = messages.filter(({ state, reason, times }) =>
    state === 'completed' ? times !== 1 : reason !== 'ambiguous' || times > 1,
  );
  const ambiguous = messages.filter(({ state }) => state === 'failed').length;
  process.stdout.write(`${JSON.stringify({ deaths, messages: messages.length, ambiguous })}\n`);
  expect(messages).toHaveLength(200);
  expect(wrong).toEqual([]);
  // Several die with the process of one of them.
  expect(deaths).toBeGreaterThanOrEqual(60);
});
