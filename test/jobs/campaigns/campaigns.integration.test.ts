import { readFile } from 'node:fs/promises';
import PostalMime from 'postal-mime';
import { beforeAll, expect, test } from 'vitest';
import { deliverCampaign } from '../../../jobs/campaigns/deliver-campaign.ts';
import { measureCampaign } from '../../../jobs/campaigns/measure-campaign.ts';
import { sendCampaign } from '../../../jobs/campaigns/send-campaign.ts';
import type { Delivery } from '../../../jobs/email/services.ts';
import { loadConfig } from '../../../src/config/load-config.ts';
import { rowsOf } from '../../../src/db/rows-of.ts';
import { campaignFigures } from '../../../src/domain/campaigns/campaign-figures.ts';
import { linkKey } from '../../../src/domain/campaigns/link-key.ts';
import { readLink } from '../../../src/domain/campaigns/link-token.ts';
import type { Segment } from '../../../src/domain/campaigns/segment.ts';
import { setMarketingConsent } from '../../../src/domain/users/change-user.ts';
import type { NewUser } from '../../../src/domain/users/create-user.ts';
import type { HandlerOutcome } from '../../../src/job/outcome.ts';
import notificationsWorker from '../../../workers/notifications.ts';
import { makeCampaignStore } from '../../../workers/services/campaigns/campaign-store.ts';
import { sowUser } from '../../domain/sow.ts';
import { freshFolder } from '../../servers/fresh-folder.ts';
import { FakeJob } from '../email/fake-context.ts';
import { type JobRunner, openJobRunner } from '../run-jobs.ts';

let runner: JobRunner;
beforeAll(async () => {
  const folder = await freshFolder();
  runner = await openJobRunner(notificationsWorker, {
    NIGHTSHIFT_DATA_DIR: folder,
    NIGHTSHIFT_PUBLIC_URL: 'https://jobs.shop.example/',
  });
  return runner.end;
});

/** A user who allows marketing. */
async function sowReader(fields: Partial<NewUser> = {}): Promise<number> {
  const userId = await sowUser(runner.domain, fields);
  await runner.domain.write((writing) => setMarketingConsent(writing, userId, true));
  return userId;
}

/** Somewhere nobody else lives, so that a campaign there is a test's own. */
let country = 0;
const freshCountry = (): string => `Q${String.fromCharCode(65 + (country += 1))}`;

async function begin(segment: Segment, more = {}): Promise<number> {
  const campaign = {
    name: 'Sale',
    subject: 'Hello {name}',
    body: 'Look, {name}:\n\n[the sale](https://shop.example/?a=1&b)',
  };
  return runner.domain.write(async ({ trx }) => {
    const row = {
      ...campaign,
      channel: 'email' as const,
      job_id: null,
      created_by: null,
      max_per_minute: null,
    };
    const { id } = await trx
      .insertInto('campaigns')
      .values({ ...row, segment: JSON.stringify(segment), ...more })
      .returning('id')
      .executeTakeFirstOrThrow();
    return id;
  });
}

async function takenBy(campaignId: number): Promise<readonly number[]> {
  const rows = await rowsOf<{ readonly user_id: number }>(
    runner.database,
    'SELECT user_id FROM app.campaign_deliveries WHERE campaign_id = $1 ORDER BY 1',
    [campaignId],
  );
  return rows.map((row) => row.user_id);
}

async function enqueuedUsers(): Promise<readonly unknown[]> {
  return (await runner.takeEnqueued()).map(({ payload }) => payload['userId']);
}

test('goes to those who allow marketing and are in the segment, each once, and says how many', async () => {
  const here = freshCountry();
  const readers = [await sowReader({ country: here }), await sowReader({ country: here })];
  await sowReader({ country: freshCountry() });
  await sowReader({ country: here, channels: ['in-app'] });
  await sowUser(runner.domain, { country: here });
  const campaign = { name: here, subject: 'Hello', body: 'Look.', segment: { countries: [here] } };
  const outcome = await runner.run(sendCampaign, { campaign });
  expect(outcome).toMatchObject({ kind: 'completed', result: { recipients: 2 } });
  expect(await runner.takeEnqueued()).toMatchObject(
    readers.map((userId) => ({ name: 'campaigns.deliver', payload: { userId } })),
  );
});

test('goes on where it stopped: a batch that did not commit is taken again, and none twice', async () => {
  const here = freshCountry();
  const readers: number[] = [];
  for (let made = 0; made < 7; made += 1) readers.push(await sowReader({ country: here }));
  // Two at a time.
  const campaignId = await begin({ countries: [here] }, { max_per_minute: 12 });
  const run = (commit = true): Promise<HandlerOutcome> =>
    runner.run(sendCampaign, { campaignId }, { commit });
  expect(await run()).toEqual({ kind: 'snoozed', delayMs: 10_000 });
  await expect(run(false)).rejects.toThrow('another worker');
  expect(await enqueuedUsers()).toEqual(readers.slice(0, 2));
  expect((await Promise.all([run(), run()])).map(({ kind }) => kind)).toEqual(['snoozed', 'snoozed']);
  expect(await run()).toEqual({ kind: 'completed', result: { campaignId, recipients: 7 } });
  expect(await run()).toMatchObject({ kind: 'completed' });
  expect([...(await enqueuedUsers())].sort((one, other) => Number(one) - Number(other))).toEqual(
    readers.slice(2),
  );
  expect(await takenBy(campaignId)).toEqual(readers);
});

test.each(['paused', 'cancelled'])('takes nobody while it is %s', async (status) => {
  const campaignId = await begin({ userIds: [await sowReader()] }, { status });
  expect(await runner.run(sendCampaign, { campaignId })).toEqual({
    kind: 'cancelled',
    reason: `The campaign is ${status}.`,
  });
  expect(await takenBy(campaignId)).toEqual([]);
});

test('fails for good when there is no such campaign', async () => {
  await expect(runner.run(sendCampaign, { campaignId: 999_999 })).rejects.toMatchObject({
    code: 'PERMANENT',
  });
});

/** A campaign whose only recipient has been taken. */
async function setup(fields: Partial<NewUser> = {}, more = {}) {
  const userId = await sowReader(fields);
  const campaignId = await begin({ userIds: [userId] }, more);
  await runner.run(sendCampaign, { campaignId });
  await runner.takeEnqueued();
  const recipient = { campaignId, userId };
  const figures = () => campaignFigures(runner.domain.reader, campaignId);
  return { ...recipient, recipient, figures, deliver: () => runner.run(deliverCampaign, recipient) };
}

test('brings a mail in whose links only we can make, and which offers to unsubscribe with one click', async () => {
  const { userId, campaignId, deliver, figures } = await setup({ name: 'Ada [x](https://evil.example)' });
  const outcome = (await deliver()) as { readonly result?: unknown };
  const { response } = outcome.result as { readonly response: string };
  const mail = await PostalMime.parse(await readFile(response, 'utf8'));
  expect(mail.subject).toBe('Hello Ada [x](https://evil.example)');
  const header = (name: string): string => mail.headers.find(({ key }) => key === name)?.value ?? '';
  expect(header('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
  const [, unsubscribe = ''] =
    /^<https:\/\/jobs\.shop\.example\/u\/([\w.-]+)>$/.exec(header('list-unsubscribe')) ?? [];
  const [, click = ''] = /the sale: https:\/\/jobs\.shop\.example\/c\/([\w.-]+)/.exec(mail.text ?? '') ?? [];
  const key = await linkKey(runner.domain);
  expect(readLink(key, unsubscribe)).toEqual({ kind: 'unsubscribe', campaignId, userId });
  expect(readLink(key, click)).toEqual({
    kind: 'click',
    campaignId,
    userId,
    url: 'https://shop.example/?a=1&b',
  });
  expect(mail.html).toContain(`/c/${click}"`);
  expect(mail.html).toContain(`/u/${unsubscribe}"`);
  expect(mail.html).not.toContain('href="https://evil');
  expect(await figures()).toMatchObject({ sent: 1, queued: 0 });
  expect(await runner.run(measureCampaign, { campaignId })).toEqual({
    kind: 'completed',
    result: { name: 'Sale', ...(await figures()) },
  });
});

test('brings nothing to whoever has unsubscribed meanwhile, or when it was cancelled', async () => {
  const { userId, deliver, figures } = await setup();
  await runner.domain.write((writing) => setMarketingConsent(writing, userId, false));
  expect(await deliver()).toMatchObject({ kind: 'cancelled' });
  expect(await figures()).toMatchObject({ skipped: 1, sent: 0 });
  const other = await setup();
  const set = (status: 'paused' | 'cancelled') =>
    runner.domain.write(({ trx }) =>
      trx.updateTable('campaigns').set({ status }).where('id', '=', other.campaignId).execute(),
    );
  await set('paused');
  expect(await other.deliver()).toMatchObject({ kind: 'snoozed' });
  await set('cancelled');
  expect(await other.deliver()).toMatchObject({ kind: 'cancelled' });
});

test('keeps that a mail bounced, and does not fail for it', async () => {
  const { recipient, figures } = await setup();
  const reason = '550 no such user';
  const refuse = (_: unknown, [email = '']: readonly string[]): Promise<Delivery> =>
    Promise.resolve({
      messageId: '<x>',
      accepted: [],
      refused: [{ email, reason }],
      deferred: [],
      response: reason,
    });
  const sender = { email: 'shop@example.com' };
  const job = new FakeJob({ sender, send: refuse, recall: () => Promise.resolve({ kind: 'unknown' }) });
  const campaigns = makeCampaignStore(runner.domain, loadConfig({}, { envFile: false }));
  const context = { ...job.nextAttempt(), campaigns };
  // as: a definition has forgotten what its handler takes
  const outcome = await (deliverCampaign.run(
    recipient as never,
    context as never,
  ) as Promise<HandlerOutcome>);
  expect(outcome).toMatchObject({ kind: 'completed', result: { bounced: expect.stringContaining(reason) } });
  expect(await figures()).toMatchObject({ bounced: 1, sent: 0 });
});

test('goes over other channels as a notification, once', async () => {
  const { userId, campaignId, deliver, figures } = await setup({ channels: ['push'] }, { channel: 'push' });
  await deliver();
  expect(await runner.takeEnqueued()).toMatchObject([
    {
      name: 'notifications.send',
      payload: { userId, type: 'campaign', channels: ['push'], data: { campaignId } },
    },
  ]);
  expect(await figures()).toMatchObject({ sent: 1 });
});

test.each([
  '[Look](ftp://shop.example)',
  '[Look](shop.example)',
  '[Look](https://)',
  '[](https://shop.example)',
])('refuses a text with a link that leads nowhere: %s', async (body) => {
  const campaign = { name: 'x', subject: 'x', body };
  await expect(runner.run(sendCampaign, { campaign })).rejects.toThrow(
    'expected links as [words](https://…)',
  );
});
