import { Router } from 'express';
import { z } from 'zod';
import { html, type SafeHtml } from '../../jobs/email/templates/html.ts';
import { type ChosenSet, JobSetTable } from '../../src/operators/sets/job-set-table.ts';
import { workOnSet } from '../../src/operators/sets/work-on-set.ts';
import { requireAllowed } from '../access/require-action.ts';
import { BoardError } from '../board/board-error.ts';
import { sendPage } from '../page/send-page.ts';
import { since } from '../page/since.ts';
import { count, table } from '../page/table.ts';
import { currentActor } from '../sign-in/current-actor.ts';
import type { PageSource } from './page-source.ts';
import { ACTION_OF, jobTable } from './search-page.ts';

const idSchema = z.uuid();
const workSchema = z.object({
  perSecond: z.coerce.number().min(0.1).max(10_000).default(50),
  stopAt: z.coerce.number().min(1).max(100).default(50),
});

/** `/sets/ID`: what would be done to which jobs, then how far it is, with a way to stop it. */
export function setPage({ platform, operations }: PageSource): Router {
  const { database, log } = platform;
  const sets = new JobSetTable(database.withTimeout(60_000));
  const get = async (given: unknown): Promise<ChosenSet> => {
    const id = idSchema.safeParse(given);
    const set = id.success ? await sets.find(id.data) : undefined;
    if (!set) throw new BoardError(404, 'There is no such set of jobs: sets are forgotten after seven days.');
    return set;
  };
  return Router()
    .get('/sets/:id', async (request, response) => {
      const set = await get(request.params.id);
      const { groups, sample } = await sets.look(set.id);
      const { jobs } =
        sample.length > 0 ? await operations.find({ ids: sample }, { limit: sample.length }) : { jobs: [] };
      const isRunning = set.state === 'running';
      sendPage(response, {
        title: `${TITLES[set.action]} ${count(set.jobs)} ${set.jobs === 1 ? 'job' : 'jobs'}`,
        at: '/search',
        isLive: isRunning,
        body: html`<p>Chosen by ${set.chosenBy} ${since(set.createdAt)} with <code>${set.filter || 'no filter'}</code></p>
${set.state === 'chosen' ? beginForm(set) : progressOf(set)}
<h2>Which these are</h2>
${table(
  groups,
  [
    { title: 'Name', value: ({ name }) => name },
    { title: 'Queue', value: ({ queue }) => queue },
    { title: 'Now', value: ({ state }) => state },
    { title: 'Jobs', kind: 'number', value: ({ jobs: many }) => count(many) },
  ],
  'None: nothing was found, or the jobs are gone.',
)}
${jobs.length > 0 && html`<h2>${set.jobs > jobs.length ? `The first ${jobs.length}` : 'All of them'}</h2>${jobTable(jobs)}`}`,
      });
    })
    .post('/sets/:id/begin', async (request, response) => {
      const set = await get(request.params.id);
      requireAllowed(ACTION_OF[set.action]);
      const { perSecond, stopAt } = workSchema.parse(request.body);
      const work = { id: set.id, by: currentActor().name, perSecond, maxFailedAgain: stopAt / 100 };
      // Goes on behind the page, which looks how far it is.
      workOnSet(database.withTimeout(60_000), operations, work).catch((error: unknown) =>
        log.error('A set of jobs was not worked through', { set: set.id, error }),
      );
      response.redirect(303, `/sets/${set.id}`);
    })
    .post('/sets/:id/stop', async (request, response) => {
      const set = await get(request.params.id);
      requireAllowed(ACTION_OF[set.action]);
      await sets.askToStop(set.id);
      await operations.note({ action: 'stop-set', target: { set: set.id, filter: set.filter } });
      response.redirect(303, `/sets/${set.id}`);
    });
}

const TITLES = { retry: 'Retry', discard: 'Discard', cancel: 'Cancel' } as const;

function beginForm({ id, action, jobs }: ChosenSet): SafeHtml {
  if (jobs === 0) return html`<p class="note">Nothing to ${action}: no such job was found.</p>`;
  return html`<form class="card" method="post" action="/sets/${id}/begin">
<label>Jobs a second<input name="perSecond" type="number" min="0.1" max="10000" step="any" value="50" required></label>
${action === 'retry' && html`<label>Stop when so many % fail again<input name="stopAt" type="number" min="1" max="100" value="50" required></label>`}
<button class="main">${TITLES[action]} exactly these ${count(jobs)}</button>
<span class="dim">Nothing has been done yet.</span></form>`;
}

function progressOf({ id, jobs, state, progress, isOrphaned }: ChosenSet): SafeHtml {
  const { handled = 0, changed = 0, completed, failedAgain, stopped } = progress;
  const again =
    completed !== undefined &&
    html`, ${count(completed)} completed, <span class="${failedAgain ? 'bad' : ''}">${count(failedAgain ?? 0)} failed again</span>`;
  return html`<div class="card"><progress max="${Math.max(1, jobs)}" value="${handled}"></progress>
<p role="status">${count(changed)} of ${count(jobs)} done${again}.
${state === 'done' && html`<span class="good">Finished.</span>`}
${state === 'stopped' && html`<span class="bad">Stopped: ${stopped ?? ''}. The rest was left as it was.</span>`}
${isOrphaned && html`<span class="bad">The process that did it is gone; choose again for the rest.</span>`}</p>
${state === 'running' && html`<form method="post" action="/sets/${id}/stop"><button class="danger">Stop</button></form>`}</div>`;
}
