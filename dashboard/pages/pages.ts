import { type ErrorRequestHandler, Router } from 'express';
import { html } from '../../jobs/email/templates/html.ts';
import { errorReply } from '../http/error-reply.ts';
import { sendPage } from '../page/send-page.ts';
import { accountPage } from './account-page.ts';
import { alertsPage } from './alerts-page.ts';
import { auditPage } from './audit-page.ts';
import { failedPage } from './failed-page.ts';
import { outboxPage } from './outbox-page.ts';
import type { PageSource } from './page-source.ts';
import { picturesPage } from './pictures-page.ts';
import { reportsPage } from './reports-page.ts';
import { schedulePage } from './schedule-page.ts';
import { schedulesPage } from './schedules-page.ts';
import { searchPage } from './search-page.ts';
import { serversPage } from './servers-page.ts';
import { setPage } from './set-page.ts';
import { startPage } from './start-page.ts';
import { usersPage } from './users-page.ts';
import { workersPage } from './workers-page.ts';

/** Every page of ours; each says itself what its buttons need. */
export function pages(source: PageSource): Router {
  return Router().use(
    startPage(source),
    searchPage(source),
    setPage(source),
    failedPage(source),
    schedulesPage(source),
    schedulePage(source),
    alertsPage(source),
    workersPage(source),
    serversPage(source),
    reportsPage(source),
    picturesPage(source),
    outboxPage(source),
    auditPage(source),
    usersPage(source),
    accountPage(source),
    answerWithPage(source),
  );
}

/** Errors of our pages, as a page. */
function answerWithPage({ platform }: PageSource): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent || request.accepts(['json', 'html']) !== 'html') return next(error);
    const { status, message } = errorReply(error, platform.log);
    sendPage(response.status(status), {
      title: 'This was not done',
      body: html`<p class="note bad" role="alert">${message}</p>`,
    });
  };
}
