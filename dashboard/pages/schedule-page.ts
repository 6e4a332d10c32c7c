import { isDeepStrictEqual } from 'node:util';
import { Router } from 'express';
import { z } from 'zod';
import { html, type SafeHtml } from '../../jobs/email/templates/html.ts';
import type { Json } from '../../src/job/json.ts';
import { mayDo } from '../../src/operators/role.ts';
import { scheduleOperations } from '../../src/operators/schedule-operations.ts';
import { UnknownScheduleError } from '../../src/schedule/definition/schedule-errors.ts';
import type { ScheduleEdit } from '../../src/schedule/operate/edit-schedule.ts';
import { listSchedules, type ScheduleView } from '../../src/schedule/operate/list-schedules.ts';
import { recentDueTimes } from '../../src/schedule/operate/recent-due-times.ts';
import { nextDueTimes } from '../../src/schedule/operate/upcoming.ts';
import { requireAllowed } from '../access/require-action.ts';
import { shownPayload } from '../access/shown-payload.ts';
import { BoardError } from '../board/board-error.ts';
import { sendPage } from '../page/send-page.ts';
import { since } from '../page/since.ts';
import { table, tag } from '../page/table.ts';
import { currentActor } from '../sign-in/current-actor.ts';
import type { PageSource } from './page-source.ts';
import { scheduleTag } from './schedules-page.ts';

const whySchema = z.object({ why: z.string().max(500).optional() });
const editSchema = z.object({
  times: z.string().trim().max(200),
  timeZone: z.string().trim().max(100),
  payload: z.string().max(1_000_000),
});

/** `/schedules/NAME`: one schedule, what comes and what was, and what can be done to it. */
export function schedulePage({ platform, operations }: PageSource): Router {
  const { database, registry } = platform;
  const schedules = scheduleOperations(platform, operations.note);
  const get = async (name: string): Promise<ShownSchedule> => {
    const view = (await listSchedules(database)).find((each) => each.name === name);
    if (!view) throw new UnknownScheduleError(name, undefined);
    const payload = shownPayload(view.payload, registry.findJob(view.job));
    return { ...view, payload, isHidden: !isDeepStrictEqual(payload, view.payload) };
  };
  const by = (): string => currentActor().name;
  const acts: Readonly<Record<string, (name: string, body: unknown) => Promise<unknown>>> = {
    pause: (name, body) => schedules.pause(name, by(), whySchema.parse(body).why || undefined),
    resume: (name) => schedules.resume(name),
    run: (name) => schedules.runNow(name, by()),
    reset: (name) => schedules.reset(name),
    edit: async (name, body) =>
      schedules.edit(name, by(), changesOf(editSchema.parse(body), await get(name))),
  };
  return Router()
    .get('/schedules/:name', async (request, response) => {
      const { name } = request.params;
      const view = await get(name);
      const [next, recent] = await Promise.all([
        view.state === 'removed' ? [] : nextDueTimes(database, name, { count: 10 }),
        recentDueTimes(database, name, { count: 10 }),
      ]);
      sendPage(response, {
        title: name,
        at: '/schedules',
        body: html`<p>${scheduleTag(view.state)} <code>${view.times.text}</code> ${view.times.timeZone}, job ${view.job}; missed: ${view.misfire}, overlapping: ${view.overlap}</p>
${view.problem !== null && html`<p class="note bad">${view.problem.text} (${since(view.problem.at)})</p>`}
${view.paused !== null && html`<p class="note">Paused by ${view.paused.by} ${since(view.paused.at)}${view.paused.why !== null && html`: ${view.paused.why}`}</p>`}
${overrideOf(view, (payload) => shownPayload(payload, registry.findJob(view.job)))}
${mayDo(currentActor(), 'edit-schedule') && forms(view)}
<h2>Due next</h2>
${table(
  next,
  [
    { title: 'On the clock of its zone', value: ({ local, timeZone }) => `${local} ${timeZone}` },
    { title: 'UTC', value: ({ dueAt }) => dueAt.toISOString() },
    { title: '', value: ({ clockChange }) => clockChange && `clocks go ${clockChange} on this day` },
  ],
  'Never: it is over or removed.',
)}
<h2>Due lately</h2>
${table(
  recent,
  [
    { title: 'Due', value: ({ dueAt }) => dueAt.toISOString() },
    {
      title: 'Decision',
      value: ({ decision, by: who }) => (who === null ? decision : `${decision}, ${who}`),
    },
    {
      title: 'Job',
      value: ({ jobId }) =>
        jobId === null ? '–' : html`<a class="mono" href="/search?q=${jobId}">${jobId}</a>`,
    },
    { title: 'State', value: ({ jobState }) => (jobState === null ? '' : tag(jobState)) },
  ],
  'Nothing yet.',
)}`,
      });
    })
    .post('/schedules/:name/:act', async (request, response) => {
      requireAllowed('edit-schedule');
      const { name, act } = request.params;
      const change = Object.hasOwn(acts, act) ? acts[act] : undefined;
      if (!change) throw new BoardError(404, `Nothing called ${act} is done to schedules.`);
      await change(name, request.body ?? {});
      response.redirect(303, `/schedules/${encodeURIComponent(name)}`);
    });
}

interface ShownSchedule extends ScheduleView {
  /** Parts of the payload are hidden from the operator, who therefore cannot change it. */
  readonly isHidden: boolean;
}

/** Only what differs from what counts now, so that the rest stays as the code says. */
function changesOf(
  { times, timeZone, payload }: z.infer<typeof editSchema>,
  view: ShownSchedule,
): ScheduleEdit {
  const every = /^every\s+(\S+)$/.exec(times)?.[1];
  const isNewPayload = payload.replaceAll('\r\n', '\n').trim() !== pretty(view.payload);
  if (isNewPayload && view.isHidden)
    throw new BoardError(
      409,
      'Parts of the payload are hidden from you, so it cannot be changed as it is shown.',
    );
  return {
    ...(times === view.times.text ? {} : every === undefined ? { cron: times } : { every }),
    ...(timeZone === view.times.timeZone ? {} : { timeZone }),
    ...(isNewPayload ? { payload: parsed(payload) } : {}),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new BoardError(400, `The payload is not JSON: ${(error as Error).message}.`); // JSON.parse throws nothing else
  }
}

function pretty(payload: Json): string {
  return JSON.stringify(payload, undefined, 2);
}

function overrideOf({ override }: ScheduleView, shown: (payload: Json) => Json): SafeHtml | undefined {
  if (!override) return undefined;
  const { by, at, code } = override;
  return html`<div class="note"><p>Changed by ${by} ${since(at)}, over deploys until it is reset.</p>
${override.times && html`<p>The code says <code>${code.times.text}</code> ${code.times.timeZone}</p>`}
${override.payload && html`<p>The code says <code>${JSON.stringify(shown(code.payload))}</code></p>`}</div>`;
}

function forms({ name, times, payload, paused, override, state }: ScheduleView): SafeHtml {
  const base = `/schedules/${encodeURIComponent(name)}`;
  const pause = html`<form method="post" action="${base}/pause"><label>Why<input name="why" maxlength="500"></label><button>Pause</button></form>`;
  const resume = html`<form method="post" action="${base}/resume"><button class="main">Resume</button></form>`;
  return html`<div class="card"><form method="post"><button formaction="${base}/run"${state === 'removed' && html` disabled`}>Run now</button>
${override !== null && html`<button formaction="${base}/reset" class="danger" data-confirm="Take back all changes of ${name}?">Reset to the code</button>`}</form>
<h2>${paused === null ? 'Pause' : 'Resume'}</h2>${paused === null ? pause : resume}
<h2>Change</h2><form method="post" action="${base}/edit">
<label>Times<input name="times" value="${times.text}" class="mono" required></label>
<label>Time zone<input name="timeZone" value="${times.timeZone}" required></label>
<label class="fill">Payload<textarea name="payload" spellcheck="false">${pretty(payload)}</textarea></label>
<button class="main">Change</button></form>
<p class="dim">Times are a cron expression, or such as <code>every 15m</code>. The payload is checked by the job.</p></div>`;
}
