import { Router } from 'express';
import { z } from 'zod';
import { html } from '../../jobs/email/templates/html.ts';
import { listOutbox, readOutbox } from '../../src/local/read-outbox.ts';
import { requireAllowed } from '../access/require-action.ts';
import { BoardError } from '../board/board-error.ts';
import { sendPage } from '../page/send-page.ts';
import { since } from '../page/since.ts';
import { count, table } from '../page/table.ts';
import { sendMail } from './outbox-mail.ts';
import type { PageSource } from './page-source.ts';

const MOST_OF_A_KIND = 100;
const querySchema = z.object({ part: z.string().max(10).optional() });

/** What browsers may show as what it is; all else is shown as text. */
const SHOWN_AS: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  webp: 'image/webp',
  avif: 'image/avif',
  gif: 'image/gif',
  pdf: 'application/pdf',
};

/** `/outbox`: mails and messages that were written to files here, because nothing is configured that sends them. */
export function outboxPage({ platform }: PageSource): Router {
  const { dataFolder } = platform.config;
  return Router()
    .get('/outbox', async (_request, response) => {
      requireAllowed('see-outbox');
      const files = await listOutbox(dataFolder, MOST_OF_A_KIND);
      sendPage(response, {
        title: 'Local outbox',
        at: '/outbox',
        isLive: true,
        body: html`<p class="dim">What would have been sent, in the data folder of the process that serves this board. The newest ${MOST_OF_A_KIND} of each kind.</p>
${table(
  files,
  [
    { title: 'Kind', value: ({ kind }) => kind },
    {
      title: 'What',
      kind: 'wide',
      value: ({ kind, name, headline }) =>
        html`<a href="/outbox/${encodeURIComponent(kind)}/${encodeURIComponent(name)}" title="${name}">${headline || name}</a>`,
    },
    { title: 'Bytes', kind: 'number', value: ({ bytes }) => count(bytes) },
    { title: 'Written', value: ({ writtenAt }) => since(writtenAt) },
  ],
  'It is empty.',
)}`,
      });
    })
    .get('/outbox/:kind/:name', async (request, response) => {
      requireAllowed('see-outbox');
      const { kind, name } = request.params;
      const content = await readOutbox(dataFolder, kind, name);
      if (!content) throw new BoardError(404, 'There is no such file in the local outbox.');
      const extension = name.split('.').at(-1)?.toLowerCase() ?? '';
      const { part } = querySchema.parse(request.query);
      if (extension === 'eml' && part !== 'source') return sendMail(response, content, part);
      response
        // Whatever is in it, it runs nothing and asks nobody.
        .set('Content-Security-Policy', "sandbox; default-src 'none'; img-src 'self'")
        .set('Cache-Control', 'no-store')
        .type(SHOWN_AS[extension] ?? 'text/plain; charset=utf-8')
        .send(content);
    });
}
