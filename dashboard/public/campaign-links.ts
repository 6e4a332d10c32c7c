import express, { Router } from 'express';
import { html, type SafeHtml } from '../../jobs/email/templates/html.ts';
import { noteClick, unsubscribe } from '../../src/domain/campaigns/campaign-answers.ts';
import { CLICK_PATH, UNSUBSCRIBE_PATH } from '../../src/domain/campaigns/campaign-links.ts';
import { linkKey } from '../../src/domain/campaigns/link-key.ts';
import { type LinkClaims, readLink } from '../../src/domain/campaigns/link-token.ts';
import type { Domain } from '../../src/domain/domain.ts';
import type { Log } from '../../src/telemetry/log.ts';
import { frame } from '../page/frame.ts';
import { sendHtml } from '../page/send-page.ts';

export interface CampaignLinksOptions {
  readonly domain: Domain;
  readonly log: Log;
}

/**
 * Where the links of campaigns lead: `/c/…` counts the click and goes on to the shop, `/u/…` asks, and takes back the
 * user's consent when it is answered, or at once when a mail program posts there (RFC 8058). Links that are not signed
 * lead nowhere.
 */
export function campaignLinkRoutes({ domain, log }: CampaignLinksOptions): Router {
  let known: Buffer | undefined;
  const read = async (token: string): Promise<LinkClaims | undefined> =>
    readLink((known ??= await linkKey(domain)), token);
  return Router()
    .get(`${CLICK_PATH}:token`, async ({ params, method }, response) => {
      const claims = await read(params.token);
      if (claims?.kind !== 'click') return answer(response.status(404), UNKNOWN);
      // Programs that look whether a link works ask with HEAD. And a reader is not kept from the shop by our troubles.
      if (method === 'GET')
        await domain
          .write((writing) => noteClick(writing, claims, claims.url))
          .catch((error: unknown) => log.error('A click was not counted', { error }));
      response.set('Cache-Control', 'no-store').redirect(302, claims.url);
    })
    .get(`${UNSUBSCRIBE_PATH}:token`, async ({ params }, response) => {
      const claims = await read(params.token);
      if (claims?.kind !== 'unsubscribe') return answer(response.status(404), UNKNOWN);
      // Asked, and not done: programs open the links of mails before their readers do.
      answer(response, ASK);
    })
    .post(
      `${UNSUBSCRIBE_PATH}:token`,
      express.urlencoded({ extended: false, limit: 1_024 }),
      async ({ params }, response) => {
        const claims = await read(params.token);
        if (claims?.kind !== 'unsubscribe') return answer(response.status(404), UNKNOWN);
        await domain.write((writing) => unsubscribe(writing, claims));
        answer(response, DONE);
      },
    );
}

interface Answer {
  readonly title: string;
  readonly body: SafeHtml;
}

const UNKNOWN: Answer = {
  title: 'This link leads nowhere',
  body: html`<p>It was cut off or changed on its way. Copy the whole of it from the mail.</p>`,
};

const ASK: Answer = {
  title: 'No more of these mails?',
  body: html`<form method="post"><button class="main">Unsubscribe</button></form>`,
};

const DONE: Answer = {
  title: 'You will get no more of these mails',
  body: html`<p>What is under way already may still arrive.</p>`,
};

function answer(response: express.Response, page: Answer): void {
  sendHtml(response, frame(page));
}
