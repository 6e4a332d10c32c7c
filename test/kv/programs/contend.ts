import { meet, openKvOfProcess } from '../open-kv-process.ts';

/** Takes a few locks again and again, from several places at once, and looks each time whether somebody else is inside. */
const [programs = 1, acquisitions = 1, places = 1, names = 1] = process.argv.slice(2).map(Number);
const { kv, database, close } = openKvOfProcess();
let left = acquisitions;
let doubled = 0;

async function contend(place: number): Promise<void> {
  for (let turn = place; left > 0; turn += 1) {
    left -= 1;
    const name = `room ${turn % names}`;
    await kv.locks.withLock(
      name,
      async ({ token }) => {
        const values = [name, String(token)];
        const entered = await database.query(ENTER, values);
        const stayed = await database.query(
          'SELECT 1 FROM rooms WHERE name = $1 AND token = $2::bigint',
          values,
        );
        if (entered.rows.length === 0 || stayed.rows.length === 0) doubled += 1;
      },
      { waitMs: 60_000 },
    );
  }
}

// Refuses a token that is not later than all before it; whoever is inside with another finds its own gone.
const ENTER = `
UPDATE rooms SET token = $2::bigint, entries = entries + 1 WHERE name = $1 AND token < $2::bigint RETURNING 1`;

await meet(database, programs);
await Promise.all(Array.from({ length: places }, (_, place) => contend(place)));
process.stdout.write(`doubled ${doubled}\n`);
await close();
