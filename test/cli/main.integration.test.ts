import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { root } from '../../scripts/root.ts';
import { jiti } from '../servers/jiti.ts';

const main = join(root, 'src', 'cli', 'main.ts');
const execute = promisify(execFile);

test('the program writes results to standard output and exits with the status of the command', async () => {
  const { stdout } = await execute(process.execPath, [jiti, main, 'config', '--json']);
  expect(JSON.parse(stdout)).toHaveProperty('variables');
  const wrong = execute(process.execPath, [jiti, main, 'confg']);
  await expect(wrong).rejects.toMatchObject({
    code: 2,
    stdout: '',
    stderr: 'nightshift: "confg" is not a command: did you mean config?\n',
  });
});

test('a reader that has seen enough is no failure', async () => {
  const program = spawn(process.execPath, [jiti, main, 'config', '--json'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  program.stdout.destroy();
  const said: Buffer[] = [];
  program.stderr.on('data', (chunk: Buffer) => said.push(chunk));
  const [status] = (await once(program, 'close')) as [number];
  expect({ status, said: Buffer.concat(said).toString() }).toEqual({ status: 0, said: '' });
});
