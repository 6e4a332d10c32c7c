import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { PassThrough } from 'node:stream';
import { makeLineWriter } from '../../../src/local/supervisor/line-writer.ts';
import { startSupervisor } from '../../../src/local/supervisor/start-supervisor.ts';

// Supervises one process that dies with its parent, and says its number once it stands.
const jiti = join(dirname(createRequire(import.meta.url).resolve('jiti/package.json')), 'lib/jiti-cli.mjs');
const output = new PassThrough();
const { processes } = startSupervisor(
  [{ name: 'one', command: [process.execPath, jiti, join(import.meta.dirname, 'stay-with-parent.ts')] }],
  {
    cwd: process.cwd(),
    env: process.env,
    graceMs: 10_000,
    lines: makeLineWriter(output, ['one']),
    onChange: () => undefined,
  },
);
output.once('data', () => process.stdout.write(`${JSON.stringify({ pid: processes[0]?.pid })}\n`));
