import { beforeAll, expect, test } from 'vitest';
import { beginCampaign } from '../../src/domain/campaigns/begin-campaign.ts';
import { markDelivery } from '../../src/domain/campaigns/campaign-deliveries.ts';
import { campaignFigures } from '../../src/domain/campaigns/campaign-figures.ts';
import { campaignLinks } from '../../src/domain/campaigns/campaign-links.ts';
import { linkKey } from '../../src/domain/campaigns/link-key.ts';
import { takeRecipients } from '../../src/domain/campaigns/take-recipients.ts';
import { Domain } from '../../src/domain/domain.ts';
import { placeOrder } from '../../src/domain/orders/place-order.ts';
import { setMarketingConsent } from '../../src/domain/users/change-user.ts';
import { findUser } from '../../src/domain/users/find-user.ts';
import { newJobId } from '../../src/job/job-id.ts';
import { sowProduct, sowUser } from '../domain/sow.ts';
import { openBoard, type TestBoard } from './open-board.ts';

let board: TestBoard;
let domain: Domain;
beforeAll(async () => {
  const closers: (() => Promise<void>)[] = [];
  const env = {
    NIGHTSHIFT_DASHBOARD_PASSWORD: 'correct horse battery',
    NIGHTSHIFT_PUBLIC_URL: 'https://jobs.example',
  };
  board = await openBoard({ env }, (close) => closers.unshift(close));
  domain = new Domain(board.platform.database);
  return async () => {
    for (const close of closers) await close();
  };
});

/** A campaign that one user has had, and the links of that user's mail. */
async function setup() {
  const userId = await sowUser(domain);
  const campaignId = await domain.write(async (writing) => {
    await setMarketingConsent(writing, userId, true);
    const campaign = {
      name: 'Sale',
      subject: 'x',
      body: 'x',
      channel: 'email' as const,
      segment: { userIds: [userId] },
    };
    const id = await beginCampaign(writing, { ...campaign, jobId: newJobId() });
    await takeRecipients(writing, id);
    await markDelivery(writing, { campaignId: id, userId }, { status: 'sent', jobId: newJobId() });
    return id;
  });
  const { dashboard } = board.platform.config;
  const links = campaignLinks({ key: await linkKey(domain), dashboard }, { campaignId, userId });
  const figures = () => campaignFigures(domain.reader, campaignId);
  const consent = async () => (await findUser(domain.reader, userId))?.marketingConsentAt;
  return { userId, links, figures, consent };
}

/** Asks the board for what the world would ask by its public name. */
function ask(link: string, request: RequestInit = {}): Promise<Response> {
  return fetch(link.replace('https://jobs.example', board.url), { redirect: 'manual', ...request });
}

test('a click leads on to the shop and counts its user once', async () => {
  const { links, figures } = await setup();
  const link = links.click('https://shop.example/?a=1&b=2');
  const clicked: number[] = [];
  for (const method of ['HEAD', 'GET', 'GET']) {
    const answer = await ask(link, { method });
    expect([answer.status, answer.headers.get('location')]).toEqual([302, 'https://shop.example/?a=1&b=2']);
    clicked.push((await figures()).clicked);
  }
  expect(clicked).toEqual([0, 1, 1]);
});

test('leads nowhere by a link that is not signed, was changed, or is for something else', async () => {
  const { links, figures, consent } = await setup();
  const click = links.click('https://shop.example/');
  const forged = Buffer.from(JSON.stringify([1, 1, 'https://evil.example/'])).toString('base64url');
  const [, mac = ''] = click.split(/\.(?=[^.]*$)/);
  for (const link of [
    `https://jobs.example/c/${forged}.${mac}`,
    `${click}x`,
    'https://jobs.example/c/x',
    links.unsubscribe.replace('/u/', '/c/'),
  ])
    expect((await ask(link)).status).toBe(404);
  expect((await ask(click.replace('/c/', '/u/'), { method: 'POST' })).status).toBe(404);
  expect(await figures()).toMatchObject({ clicked: 0, unsubscribed: 0 });
  expect(await consent()).not.toBeNull();
});

test('asks before it unsubscribes, and does it at once when a mail program posts', async () => {
  const { links, figures, consent } = await setup();
  const page = await ask(links.unsubscribe);
  expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('<form method="post">')]);
  expect(await consent()).not.toBeNull();
  const oneClick = { method: 'POST', body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }) };
  for (const _ of [1, 2]) expect((await ask(links.unsubscribe, oneClick)).status).toBe(200);
  expect(await consent()).toBeNull();
  expect(await figures()).toMatchObject({ unsubscribed: 1 });
});

test('orders of the seven days after it count for the campaign', async () => {
  const { userId, figures } = await setup();
  const productId = await sowProduct(domain, { onHand: 10, price_minor: 1_000 });
  const order = (placedAt: Date) =>
    domain.write(async (writing) => {
      const id = await placeOrder(writing, { userId, items: [{ productId, quantity: 1 }] });
      await writing.trx.updateTable('orders').set({ placed_at: placedAt }).where('id', '=', id).execute();
    });
  const days = (count: number): Date => new Date(Date.now() + count * 86_400_000);
  for (const at of [-1, 1, 6.9, 7.1]) await order(days(at));
  const { orders, revenueMinor } = await figures();
  expect(orders).toBe(2);
  expect(Object.values(revenueMinor)).toEqual([2_000]);
});
