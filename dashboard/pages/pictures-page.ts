import { Router } from 'express';
import { html, type SafeHtml } from '../../jobs/email/templates/html.ts';
import { kyselyOf } from '../../src/db/kysely-of.ts';
import { domainOf } from '../../src/domain/domain-tables.ts';
import { findImageById, findLatestImages, type ImageDetails } from '../../src/domain/images/find-image.ts';
import { requireAllowed } from '../access/require-action.ts';
import { BoardError } from '../board/board-error.ts';
import { sendPage } from '../page/send-page.ts';
import { since } from '../page/since.ts';
import { count, table } from '../page/table.ts';
import type { PageSource } from './page-source.ts';
import { sendMedia } from './send-media.ts';

/** `/pictures`: the pictures of the media store and what was made of each, to look at. */
export function picturesPage({ platform }: PageSource): Router {
  const { config, database } = platform;
  const reader = () => domainOf(kyselyOf(database));
  return Router()
    .get('/pictures', async (_request, response) => {
      requireAllowed('see-pictures');
      const pictures = await findLatestImages(reader());
      sendPage(response, { title: 'Pictures', at: '/pictures', isLive: true, body: list(pictures) });
    })
    .get('/pictures/:id', async ({ params }, response) => {
      requireAllowed('see-pictures');
      const isId = /^\d{1,9}$/.test(params.id);
      const picture = isId ? await findImageById(reader(), Number(params.id)) : undefined;
      if (!picture) throw new BoardError(404, 'There is no such picture.');
      // Whatever is in it, it runs nothing and asks nobody.
      response.set('Content-Security-Policy', "sandbox; default-src 'none'");
      response.set('Cache-Control', 'private, no-cache').type(`image/${picture.format}`);
      await sendMedia(response, config, picture.key);
    });
}

/** Larger files are opened, and not shown in the list. */
const PREVIEW_BYTES = 100_000;

function list(pictures: readonly ImageDetails[]): SafeHtml {
  return table(
    pictures,
    [
      { title: '', value: preview },
      {
        title: 'Picture',
        kind: 'wide',
        value: ({ id, key }) => html`<a class="mono" href="/pictures/${id}">${key}</a>`,
      },
      { title: 'Kind', value: ({ kind, variant }) => `${kind} ${variant}` },
      { title: 'Size', kind: 'number', value: ({ width, height }) => `${width} × ${height}` },
      { title: 'Bytes', kind: 'number', value: ({ bytes }) => count(bytes) },
      { title: 'Made', value: ({ updatedAt }) => since(updatedAt) },
    ],
    'There is none yet: enqueue images.optimize for a file of the media store.',
  );
}

function preview({ id, key, bytes }: ImageDetails): SafeHtml | false {
  return (
    bytes <= PREVIEW_BYTES && html`<img class="preview" src="/pictures/${id}" alt="${key}" loading="lazy">`
  );
}
