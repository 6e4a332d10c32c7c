import { startEmbeddedPostgres } from '../../../src/local/embedded-postgres.ts';
import { silentLog } from '../../../src/telemetry/log.ts';

// Starts the embedded PostgreSQL in the folder given, says where it is, and holds it until it is killed.
const folder = process.argv[2] ?? '';
try {
  const { url, pid, port, clusterFolder } = await startEmbeddedPostgres({ folder, log: silentLog });
  process.stdout.write(`${JSON.stringify({ url, pid, port, clusterFolder })}\n`);
  process.stdin.resume();
} catch (error) {
  process.stdout.write(`${JSON.stringify({ error: String(error) })}\n`);
  process.exitCode = 1;
}
