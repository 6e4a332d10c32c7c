import { startPostgres } from '../start-postgres.ts';
import { startRedis } from '../start-redis.ts';

const servers = await Promise.all([startRedis(), startPostgres()]);
process.stdout.write(`${JSON.stringify(servers.map(({ pid, data }) => ({ pid, data })))}\n`);
setInterval(() => {}, 1_000);
