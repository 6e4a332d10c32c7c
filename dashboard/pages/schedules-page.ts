import { Router } from 'express';
import { html, type SafeHtml } from '../../jobs/email/templates/html.ts';
import { listSchedules, type ScheduleView } from '../../src/schedule/operate/list-schedules.ts';
import { sendPage } from '../page/send-page.ts';
import { since } from '../page/since.ts';
import { table, tag } from '../page/table.ts';
import type { PageSource } from './page-source.ts';

/** `/schedules`: every schedule, what counts, and what operators have changed. */
export function schedulesPage({ platform }: PageSource): Router {
  return Router().get('/schedules', async (_request, response) => {
    const views = await listSchedules(platform.database);
    sendPage(response, {
      title: 'Schedules',
      at: '/schedules',
      isLive: true,
      body: table(
        views,
        [
          {
            title: 'Schedule',
            value: ({ name }) => html`<a href="/schedules/${encodeURIComponent(name)}">${name}</a>`,
          },
          { title: 'State', value: ({ state }) => scheduleTag(state) },
          {
            title: 'Times',
            value: ({ times }) => html`<code>${times.text}</code> <small>${times.timeZone}</small>`,
          },
          { title: 'Next due', value: ({ nextDueAt }) => since(nextDueAt) },
          { title: 'Last fired', value: ({ lastFiredAt }) => since(lastFiredAt) },
          { title: 'Last job', value: ({ lastJob }) => lastJobOf(lastJob) },
          { title: 'Note', kind: 'wide', value: noteOf },
        ],
        'No scheduler has stored a schedule yet: start one with "nightshift scheduler".',
      ),
    });
  });
}

export function scheduleTag(state: ScheduleView['state']): SafeHtml {
  return state === 'active' ? html`<span class="tag up">active</span>` : tag(state);
}

function lastJobOf(lastJob: ScheduleView['lastJob']): SafeHtml | string {
  if (!lastJob) return '–';
  return html`<a href="/search?q=${lastJob.id}">${lastJob.state === null ? 'gone' : tag(lastJob.state)}</a>`;
}

function noteOf({ paused, override, problem }: ScheduleView): SafeHtml {
  return html`${paused !== null && html`<p>Paused by ${paused.by} ${since(paused.at)}${paused.why !== null && html`: ${paused.why}`}</p>`}
${override !== null && html`<p>Changed by ${override.by} ${since(override.at)}. The code says ${override.times && html`<code>${override.code.times.text}</code> ${override.code.times.timeZone}`} ${override.payload && 'another payload'}</p>`}
${problem !== null && html`<p class="bad">${problem.text}</p>`}`;
}
