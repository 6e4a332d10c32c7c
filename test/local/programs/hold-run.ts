import { claimRun } from '../../../src/local/claim-run.ts';

// Makes itself the run of the folder given and stays until it is killed.
await claimRun(process.argv[2] ?? '');
process.stdout.write('{}\n');
process.stdin.resume();
