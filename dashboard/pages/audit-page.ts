import { isDeepStrictEqual } from 'node:util';
import { Router } from 'express';
import { z } from 'zod';
import { html, type SafeHtml } from '../../jobs/email/templates/html.ts';
import type { Json } from '../../src/job/json.ts';
import { listAudit } from '../../src/operators/audit/list-audit.ts';
import { verifyAudit } from '../../src/operators/audit/verify-audit.ts';
import { requireAllowed } from '../access/require-action.ts';
import { sendPage } from '../page/send-page.ts';
import { since } from '../page/since.ts';
import { count, table } from '../page/table.ts';
import type { PageSource } from './page-source.ts';

const LIMIT = 100;
const querySchema = z.object({
  who: z.string().max(100).optional(),
  before: z.coerce.number().int().positive().optional(),
  verify: z.string().optional(),
});

/** `/audit`: what operators did, the newest first. */
export function auditPage({ platform }: PageSource): Router {
  const database = platform.database.withTimeout(60_000);
  return Router().get('/audit', async (request, response) => {
    requireAllowed('see-audit');
    const { who = '', before, verify } = querySchema.parse(request.query);
    const entries = await listAudit(database, {
      limit: LIMIT,
      ...(who === '' ? {} : { who }),
      ...(before === undefined ? {} : { before }),
    });
    const last = entries.length === LIMIT ? entries.at(-1)?.seq : undefined;
    sendPage(response, {
      title: 'Audit log',
      at: '/audit',
      body: html`<form method="get" action="/audit"><label>Who<input name="who" value="${who}"></label><button>Show</button>
<button name="verify" value="1">Verify the chain</button></form>
${verify !== undefined && (await verdict())}
${table(
  entries,
  [
    { title: '#', kind: 'number', value: ({ seq }) => seq },
    { title: 'When', value: ({ at }) => since(new Date(at)) },
    { title: 'Who', value: ({ who: name, role }) => (role === undefined ? name : `${name} (${role})`) },
    { title: 'From', value: ({ from }) => from },
    { title: 'Did', value: ({ action }) => action },
    { title: 'To', kind: 'wide', value: ({ target }) => json(target) },
    { title: 'Before', kind: 'wide', value: (entry) => json(changed(entry.before, entry.after)) },
    { title: 'After', kind: 'wide', value: (entry) => json(changed(entry.after, entry.before)) },
  ],
  'Nothing has been done yet.',
)}
${last !== undefined && html`<p><a href="/audit?who=${encodeURIComponent(who)}&amp;before=${last}">Earlier</a></p>`}`,
    });
  });

  async function verdict(): Promise<SafeHtml> {
    const { entries, head, brokenAt } = await verifyAudit(database);
    if (brokenAt) return html`<p class="note bad">Broken at entry ${brokenAt.seq}: ${brokenAt.why}.</p>`;
    return html`<p class="good">All ${count(entries)} entries are as they were written. The last hash is <code>${head}</code></p>`;
  }
}

/** Of two objects, what the first has otherwise than the second. */
function changed(value: Json | undefined, other: Json | undefined): Json | undefined {
  if (!isObject(value) || !isObject(other)) return value;
  const entries = Object.entries(value).filter(([key, part]) => !isDeepStrictEqual(part, other[key]));
  return Object.fromEntries(entries);
}

function isObject(value: Json | undefined): value is Readonly<Record<string, Json>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function json(value: Json | undefined): SafeHtml | undefined {
  return value === undefined ? undefined : html`<code>${JSON.stringify(value).slice(0, 600)}</code>`;
}
