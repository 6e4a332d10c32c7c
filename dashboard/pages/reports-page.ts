import { type Response, Router } from 'express';
import { html } from '../../jobs/email/templates/html.ts';
import { kyselyOf } from '../../src/db/kysely-of.ts';
import { domainOf } from '../../src/domain/domain-tables.ts';
import { findLatestReports, findReport, type StoredReport } from '../../src/domain/reports/find-reports.ts';
import type { ReportFile } from '../../src/domain/reports/reports-table.ts';
import { requireAllowed } from '../access/require-action.ts';
import { BoardError } from '../board/board-error.ts';
import { sendPage } from '../page/send-page.ts';
import { since } from '../page/since.ts';
import { table } from '../page/table.ts';
import type { PageSource } from './page-source.ts';
import { sendMedia } from './send-media.ts';

const TYPES: Readonly<Record<ReportFile['format'], string>> = {
  pdf: 'application/pdf',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
};

/** `/reports`: the reports that were made, with their files; a PDF opens in the browser, the others are saved. */
export function reportsPage({ platform }: PageSource): Router {
  const { config, database } = platform;
  const reader = () => domainOf(kyselyOf(database));
  return Router()
    .get('/reports', async (_request, response) => {
      requireAllowed('see-reports');
      const reports = await findLatestReports(reader());
      sendPage(response, { title: 'Reports', at: '/reports', isLive: true, body: list(reports) });
    })
    .get('/reports/:id/:format', async ({ params }, response) => {
      requireAllowed('see-reports');
      const isId = /^\d{1,9}$/.test(params.id);
      const report = isId ? await findReport(reader(), Number(params.id)) : undefined;
      const file = report?.files.find(({ format }) => format === params.format);
      if (!file) throw new BoardError(404, 'There is no such report, or none with such a file.');
      await sendMedia(setHeaders(response, file), config, file.key);
    });
}

function setHeaders(response: Response, { format, key }: ReportFile): Response {
  const name = key.slice(key.lastIndexOf('/') + 1);
  return (
    response
      // Browsers show no PDF in a sandbox, and it needs none: it is of our making.
      .set('Content-Security-Policy', "frame-ancestors 'none'")
      .set('Cache-Control', 'private, no-cache')
      .set('Content-Disposition', `${format === 'pdf' ? 'inline' : 'attachment'}; filename="${name}"`)
      .type(TYPES[format])
  );
}

function list(reports: readonly StoredReport[]) {
  return table(
    reports,
    [
      {
        title: 'Report',
        kind: 'wide',
        value: ({ id, title, files }) =>
          files.some(({ format }) => format === 'pdf')
            ? html`<a href="/reports/${id}/pdf">${title}</a>`
            : title,
      },
      {
        title: 'Files',
        value: ({ id, files }) =>
          files.map(({ format }) => html`<a href="/reports/${id}/${format}">${format.toUpperCase()}</a> `),
      },
      { title: 'Days of', value: ({ timeZone }) => timeZone },
      { title: 'Made', value: ({ createdAt }) => since(createdAt) },
    ],
    'None has been made yet: enqueue reports.sales, or wait for its schedule.',
  );
}
