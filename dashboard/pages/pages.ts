import { type ErrorRequestHandler, Router } from 'express';
import { html } from '../../jobs/email/templates/html.ts';
import { errorReply } from '../http/error-reply.ts';
import { sendPage } from '../page/send-page.ts';
import { accountPage } from './account-page.ts';
import type { PageSource } from './page-source.ts';

/** Every page of ours; each says itself what its buttons need. */
export function pages(source: PageSource): Router {
  return Router().use(accountPage(source), answerWithPage(source));
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
