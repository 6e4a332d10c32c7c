import { spawn } from 'node:child_process';

const child = spawn('sleep', ['600']);
process.stdout.write(`child ${child.pid}\n`);
process.stderr.write(`says ${process.env['WORD']} ${process.argv[2]}\n`);
process.on('SIGTERM', () => {
  child.kill();
  process.exit(7);
});
