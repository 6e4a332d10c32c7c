import { Router } from 'express';
import { z } from 'zod';
import { html, type SafeHtml } from '../../jobs/email/templates/html.ts';
import type { FoundJob } from '../../src/ledger/search/found-job.ts';
import { InvalidFilterError, parseFilter } from '../../src/ledger/search/parse-filter.ts';
import { type Action, mayDo } from '../../src/operators/role.ts';
import { chooseSet } from '../../src/operators/sets/choose-set.ts';
import { SET_ACTIONS, type SetAction } from '../../src/operators/sets/job-set-table.ts';
import { requireAllowed } from '../access/require-action.ts';
import { sendPage } from '../page/send-page.ts';
import { since } from '../page/since.ts';
import { count, table, tag } from '../page/table.ts';
import { currentActor } from '../sign-in/current-actor.ts';
import type { PageSource } from './page-source.ts';

/** Counted no further. */
const MOST_COUNTED = 10_000;

const querySchema = z.object({ q: z.string().max(2_000).default(''), after: z.string().max(500).optional() });
const choiceSchema = z.object({
  q: z.string().max(2_000),
  action: z.enum(Object.keys(SET_ACTIONS) as [SetAction, ...SetAction[]]), // its own keys
});

/** What an operator needs to do this to a set of jobs. */
export const ACTION_OF: Readonly<Record<SetAction, Action>> = {
  retry: 'retry',
  discard: 'remove',
  cancel: 'remove',
};

/** `/search`: jobs by a filter, and the way to work on all that it finds. */
export function searchPage({ platform, operations }: PageSource): Router {
  return Router()
    .get('/search', async (request, response) => {
      const { q, after } = querySchema.parse(request.query);
      const { result, problem } = await find(q, after);
      sendPage(response.status(problem === undefined ? 200 : 400), {
        title: 'Search',
        at: '/search',
        body: html`${searchForm(q)}
${problem !== undefined && html`<p class="note bad" role="alert">${problem}</p>`}
${result && html`<p>${foundText(result.found)}</p>${setForms(q)}${jobTable(result.jobs)}`}
${result?.next !== undefined && html`<p><a href="/search?q=${encodeURIComponent(q)}&amp;after=${encodeURIComponent(result.next)}">Older</a></p>`}`,
      });
    })
    .post('/search/choose', async (request, response) => {
      const { q, action } = choiceSchema.parse(request.body);
      requireAllowed(ACTION_OF[action]);
      const by = currentActor().name;
      const id = await chooseSet(platform.database.withTimeout(60_000), operations, {
        action,
        filter: q,
        by,
      });
      response.redirect(303, `/sets/${id}`);
    });

  async function find(q: string, after: string | undefined) {
    try {
      const query = parseFilter(q);
      const [page, found] = await Promise.all([
        operations.find(query, { limit: 50, ...(after === undefined ? {} : { after }) }),
        operations.count(query, MOST_COUNTED),
      ]);
      return { result: { ...page, found } };
    } catch (error) {
      if (error instanceof InvalidFilterError) return { problem: error.message };
      throw error;
    }
  }
}

function searchForm(q: string): SafeHtml {
  return html`<form method="get" action="/search" role="search">
<label class="fill">Filter<input name="q" value="${q}" placeholder='state:failed name:sms.send error:"21610" since:1h tenant:42' spellcheck="false" autocomplete="off"></label>
<button class="main">Search</button></form>
<details><summary class="dim">What it takes</summary><p class="dim"><code>state: name: queue: error: reason: fingerprint: tag: tenant: schedule: group: waits: id: since: until:</code>,
all of which must hold; lists with commas, values with spaces in quotation marks, times such as <code>90s 15m 6h 7d</code> ago or a date. A job’s id alone finds it.</p></details>`;
}

function foundText(found: number): SafeHtml {
  if (found >= MOST_COUNTED) return html`${count(MOST_COUNTED)} jobs or more`;
  return html`${count(found)} ${found === 1 ? 'job' : 'jobs'}`;
}

/** Acts on all that is found, after a page that shows which these are. */
function setForms(q: string): SafeHtml | undefined {
  const actor = currentActor();
  const allowed = Object.keys(SET_ACTIONS).filter((action) => mayDo(actor, ACTION_OF[action as SetAction])); // its own keys
  if (allowed.length === 0) return undefined;
  const buttons = allowed.map(
    (action) => html`<button name="action" value="${action}">${LABELS[action] ?? action}</button>`,
  );
  return html`<form method="post" action="/search/choose" class="card"><input type="hidden" name="q" value="${q}">${buttons}
<span class="dim">You see which jobs these are before anything is done.</span></form>`;
}

const LABELS: Readonly<Record<string, string>> = {
  retry: 'Retry the failed ones …',
  discard: 'Discard the failed ones …',
  cancel: 'Cancel those that wait or run …',
};

export function jobTable(jobs: readonly FoundJob[]): SafeHtml {
  return table(
    jobs,
    [
      {
        title: 'Job',
        value: ({ id, queue }) =>
          html`<a class="mono" href="/queue/${encodeURIComponent(queue)}/${id}">${id}</a>`,
      },
      { title: 'Name', value: ({ name }) => name },
      { title: 'State', value: ({ state }) => tag(state) },
      {
        title: 'Attempt',
        kind: 'number',
        value: ({ attempt, maxAttempts }) => `${attempt} of ${maxAttempts}`,
      },
      { title: 'Enqueued', value: ({ createdAt }) => since(createdAt) },
      { title: 'Tenant', value: ({ tenant }) => tenant },
      {
        title: 'Error',
        kind: 'wide',
        value: ({ error, reason }) =>
          [error?.message.slice(0, 300), error && reason ? `(${reason})` : reason].filter(Boolean).join(' '),
      },
    ],
    'No such job is in the ledger.',
  );
}
