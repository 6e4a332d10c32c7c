import { createECDH, randomBytes } from 'node:crypto';
import { SAMPLE_RECIPIENT } from '../../jobs/campaigns/samples.ts';
import { SAMPLE_PICTURE } from '../../jobs/images/samples.ts';
import { SAMPLE_NOTIFICATION_ID } from '../../jobs/notifications/samples.ts';
import type { Database } from '../../src/db/database.ts';
import { Domain } from '../../src/domain/domain.ts';
import { cancelPurchaseOrder } from '../../src/domain/inventory/purchase-orders.ts';
import { savePushSubscription } from '../../src/domain/push/push-subscriptions.ts';
import { seedDomain } from '../../src/domain/seed/seed-domain.ts';
import { seedPlan } from '../../src/domain/seed/seed-plan.ts';
import { setMarketingConsent } from '../../src/domain/users/change-user.ts';
import { drawSamplePicture } from './images/draw-sample-picture.ts';
import { openMedia } from '../../src/media/open-media.ts';

/** What the samples need: a month of one shop in the tables, unless there is something, a picture, a browser to push to, a notification, a campaign and an empty shelf. */
export async function prepareSamples(tools: {
  readonly database: Database;
  readonly dataFolder: string;
}): Promise<void> {
  await seedDomain(tools.database, seedPlan({ seed: 1, isSmall: true, until: new Date() }));
  const domain = new Domain(tools.database);
  await subscribeBrowser(domain);
  await noteSomething(domain);
  await planCampaign(domain);
  await letDownBySupplier(domain);
  await openMedia(tools).write(SAMPLE_PICTURE, await drawSamplePicture());
}

/** As a browser of the first user would, at a push service that does not exist. */
async function subscribeBrowser(domain: Domain): Promise<void> {
  const p256dh = createECDH('prime256v1').generateKeys().toString('base64url');
  const auth = randomBytes(16).toString('base64url');
  const endpoint = 'https://push.example/sample';
  await domain.write((writing) => savePushSubscription(writing, { userId: 1, endpoint, p256dh, auth }));
}

async function noteSomething(domain: Domain): Promise<void> {
  await domain.write(async ({ trx }) => {
    const about = {
      type: 'low-stock',
      title: 'Low stock: garden chair',
      body: 'Three are left, and ten sell in a week.',
    };
    await trx
      .insertInto('notifications')
      .values({ id: SAMPLE_NOTIFICATION_ID, user_id: 1, ...about })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    await trx
      .insertInto('notification_channels')
      .values({ notification_id: SAMPLE_NOTIFICATION_ID, channel: 'email' })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  });
}

async function planCampaign(domain: Domain): Promise<void> {
  const { campaignId, userId } = SAMPLE_RECIPIENT;
  await domain.write(async (writing) => {
    await setMarketingConsent(writing, userId, true);
    await writing.trx
      .insertInto('campaigns')
      .values({
        id: campaignId,
        name: 'Summer sale',
        channel: 'email',
        status: 'done',
        subject: 'The summer sale begins, {name}',
        body: 'A third off garden chairs, until Sunday.\n\n[See them all](https://shop.example/chairs)',
        job_id: null,
        max_per_minute: null,
        created_by: null,
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    await writing.trx
      .insertInto('campaign_deliveries')
      .values({ campaign_id: campaignId, user_id: userId, job_id: null, reason: null })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  });
}

/** The supplier of what is nearly gone cancels, so that there is something to order again. */
async function letDownBySupplier(domain: Domain): Promise<void> {
  const order = await domain.reader
    .selectFrom('purchase_orders as ordered')
    .innerJoin('stock_levels as level', 'level.product_id', 'ordered.product_id')
    .select('ordered.id')
    .where('ordered.status', '=', 'open')
    .where('ordered.origin', '=', 'auto')
    .orderBy('level.on_hand')
    .executeTakeFirst();
  if (order) await domain.write((writing) => cancelPurchaseOrder(writing, order.id));
}
