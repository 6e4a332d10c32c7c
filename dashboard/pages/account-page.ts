import { Router } from 'express';
import { html } from '../../jobs/email/templates/html.ts';
import { sessionUserOf } from '../../src/operators/operators.ts';
import { sendPage } from '../page/send-page.ts';
import { since } from '../page/since.ts';
import { boardCookie } from '../sign-in/board-cookie.ts';
import { currentActor } from '../sign-in/current-actor.ts';
import type { PageSource } from './page-source.ts';

/** The operator's own sessions, and the ways out. */
export function accountPage({ operators, sessions, operations }: PageSource): Router {
  const self = async () => operators.find(currentActor().name);
  return Router()
    .get('/account', async (_request, response) => {
      const operator = await self();
      const open = operator ? await sessions.list(sessionUserOf(operator)) : [];
      const rows = open.map(
        ({ createdAt, lastAccessAt }) =>
          html`<tr><td>${since(createdAt)}</td><td>${since(lastAccessAt)}</td></tr>`,
      );
      sendPage(response, {
        title: `Signed in as ${currentActor().name}`,
        body: html`<p>Your role is ${currentActor().role}. Passwords and roles are changed by admins.</p>
<form method="post" action="/logout"><button class="main">Sign out</button>
<button formaction="/logout/everywhere" class="danger">Sign out everywhere</button></form>
<h2>Your sessions</h2>
<div class="table"><table><tr><th>Begun</th><th>Last used</th></tr>${rows}</table></div>`,
      });
    })
    .post('/logout', async (request, response) => {
      const cookie = boardCookie(request);
      const token = cookie.read(request);
      if (token !== undefined) await sessions.delete(token);
      await operations.note({ action: 'sign-out' });
      cookie.clear(response);
      response.redirect(303, '/login');
    })
    .post('/logout/everywhere', async (request, response) => {
      const operator = await self();
      const ended = operator ? await sessions.deleteAll(sessionUserOf(operator)) : 0;
      await operations.note({ action: 'sign-out-everywhere', after: { sessions: ended } });
      boardCookie(request).clear(response);
      response.redirect(303, '/login');
    });
}
