import express from 'express';
import { type Generated, Kysely, PostgresDialect, sql } from 'kysely';
import { connect } from 'nightshift';
import { connectKv, limitRequests } from 'nightshift/kv';
import pg from 'pg';
import { sendReceipt } from './jobs.ts';
import { orders } from './queues.ts';

interface Tables {
  orders: { id: Generated<number>; item: string; cents: number };
}

const nightshift = await connect({ queues: [orders] });
const kv = await connectKv();
const pool = new pg.Pool({ connectionString: process.env['DATABASE_URL'] });
pool.on('error', (error) => console.error('PostgreSQL:', error.message));
const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
await sql`CREATE TABLE IF NOT EXISTS orders (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, item text, cents int)`.execute(
  db,
);

const app = express();
app.use(express.json());
// However many processes serve the app, an address has 100 requests a minute in all.
app.use(limitRequests(kv.limits, { limits: [{ name: 'requests', max: 100, windowMs: 60_000 }] }));

// The order and its receipt exist together or not at all.
app.post('/orders', async (request, response) => {
  const { item, cents } = request.body as { item: string; cents: number };
  const job = await db.transaction().execute(async (trx) => {
    const { id } = await trx
      .insertInto('orders')
      .values({ item, cents })
      .returning('id')
      .executeTakeFirstOrThrow();
    return nightshift.within(trx).enqueue(sendReceipt, { orderId: id, item, cents });
  });
  response.status(202).json({ job: job.id });
});

app.get('/jobs/:id/result', async (request, response) => {
  response.json(await nightshift.result(request.params.id, { timeoutMs: 20_000 }));
});

const server = app.listen(Number(process.env['PORT'] ?? 3_000), '127.0.0.1', () => {
  console.log(`listening on ${JSON.stringify(server.address())}`);
});

process.on('SIGTERM', () => {
  server.close(() => void Promise.all([nightshift.close(), kv.close(), pool.end()]));
});
