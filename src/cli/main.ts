#!/usr/bin/env node
import { runCli } from './run-cli.ts';

const { stdin, stdout, stderr, argv, env } = process;

// A reader like `head` that has seen enough is no failure.
stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

process.exitCode = await runCli(argv.slice(2), { stdin, stdout, stderr, env, folder: process.cwd() });
