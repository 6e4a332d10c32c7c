import type { Program } from '../servers/start-program.ts';

/** What a worker's metrics say under this name without labels, summed when there are several. */
export async function readMetric(worker: Program, name: string): Promise<number> {
  const text = await (await fetch(`${await healthUrl(worker)}/metrics`)).text();
  const lines = text.split('\n').filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`));
  return lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}

/** The status with which a worker answers a health question. */
export async function askHealth(worker: Program, path: '/livez' | '/readyz'): Promise<number> {
  return (await fetch(`${await healthUrl(worker)}${path}`)).status;
}

async function healthUrl(worker: Program): Promise<string> {
  const [, port] = (await worker.line(/^ready \d+/, 60_000)).split(' ');
  return `http://127.0.0.1:${port}`;
}
