import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { freshDatabase } from '../servers/fresh-database.ts';
import { freshFolder } from '../servers/fresh-folder.ts';

const run = promisify(execFile);
const checkout = fileURLToPath(new URL('../..', import.meta.url));

/** The example as its user has it: copied elsewhere, with the packed package installed. */
async function installExample(): Promise<string> {
  const folder = await freshFolder();
  const app = join(folder, 'app');
  cpSync(join(checkout, 'examples/minimal'), app, {
    recursive: true,
    filter: (file) => !file.includes('node_modules'),
  });
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', folder], { cwd: checkout });
  const [{ filename }] = JSON.parse(stdout.slice(stdout.indexOf('[\n'))) as [{ readonly filename: string }];
  const manifest = join(app, 'package.json');
  writeFileSync(
    manifest,
    readFileSync(manifest, 'utf8').replace('"nightshift": "*"', `"nightshift": "file:../${filename}"`),
  );
  await run(
    'npm',
    ['install', '--omit=optional', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'],
    { cwd: app },
  );
  return app;
}

/** `npm start` of the example; resolves when its HTTP server listens. */
async function startExample(
  app: string,
  databaseUrl: string,
): Promise<{ readonly url: string; stop(): Promise<unknown> }> {
  const child = spawn(process.execPath, ['node_modules/nightshift/dist/src/cli/main.js', 'up'], {
    cwd: app,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], DATABASE_URL: databaseUrl, PORT: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  const said: string[] = [];
  const port = await new Promise<number>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        said.push(line);
        const match = /listening on .*"port":(\d+)/.exec(line);
        if (match) resolve(Number(match[1]));
      });
    }
    void ended.then((code) => reject(new Error(`the example ended with ${code}:\n${said.join('\n')}`)));
  });
  const stop = async (): Promise<number | null> => {
    child.kill('SIGTERM');
    return ended;
  };
  return { url: `http://127.0.0.1:${port}`, stop };
}

test('an application with the packed package runs a job of its own from an express route', {
  timeout: 300_000,
}, async () => {
  const app = await installExample();
  const database = await freshDatabase();
  onTestFinished(() => database.drop());
  const example = await startExample(app, database.url);
  const accepted = await fetch(`${example.url}/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ item: 'tea', cents: 450 }),
  });
  expect(accepted.status).toBe(202);
  expect(accepted.headers.get('x-ratelimit-remaining')).toBe('99');
  const { job } = (await accepted.json()) as { readonly job: string };
  const result = (await (await fetch(`${example.url}/jobs/${job}/result`)).json()) as {
    readonly file: string;
  };
  expect(readFileSync(result.file, 'utf8')).toBe('tea: 4.50');
  expect(await example.stop()).toBe(0);
});
