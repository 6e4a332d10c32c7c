import { resolve } from 'node:path';
import type { ChosenProcess } from '../../local/supervisor/choose-processes.ts';
import type { CommandContext } from '../command-context.ts';
import { defineCommand } from '../command.ts';
import type { OptionSpecs, OptionValues } from '../option-specs.ts';

const OPTIONS = {
  only: {
    type: 'string',
    value: 'NAMES',
    doc: 'Runs only these processes of the Procfile, with commas between their names',
  },
  procfile: { type: 'string', value: 'FILE', doc: 'The Procfile (default: Procfile)' },
} as const satisfies OptionSpecs;

type Context = CommandContext<OptionValues<typeof OPTIONS>>;

/** `nightshift up` */
export const upCommand = defineCommand({
  usage: '[NAME=COUNT …]',
  details:
    'Starts the embedded PostgreSQL when DATABASE_URL is not set, migrates the database, and runs the processes of the Procfile under one parent, which starts again what dies. Ctrl-C lets running jobs end, a second one does not wait for them.',
  examples: [
    { line: 'up', doc: 'runs one of every process' },
    { line: 'up email=3 reports=0', doc: 'runs three email workers and no report worker' },
    { line: 'up --only email,relay', doc: 'runs these two' },
  ],
  options: OPTIONS,
  takes: { min: 0, max: 100 },
  async run(context) {
    const { runUp } = await import('../../local/up/run-up.ts');
    const { folder, terminal } = context;
    const config = await context.config();
    const isWell = await runUp({
      folder,
      config,
      chosen: await choose(context),
      env: { ...process.env, NIGHTSHIFT_LOG_LEVEL: config.log.level },
      output: terminal.streams.stdout,
      say: (text) => terminal.say(text),
      log: await context.log(),
      isOnce: false,
    });
    return isWell ? 0 : 1;
  },
});

async function choose(context: Context): Promise<readonly ChosenProcess[]> {
  const [{ readProcfile }, { chooseProcesses }] = await Promise.all([
    import('../../local/supervisor/parse-procfile.ts'),
    import('../../local/supervisor/choose-processes.ts'),
  ]);
  const { options, positionals: counts, folder } = context;
  const lines = await readProcfile(resolve(folder, options.procfile ?? 'Procfile'));
  const chosen = chooseProcesses(lines, { counts, only: options.only?.split(',') });
  return chosen.map((one) => withOurOptions(one, context));
}

/** What says where our configuration is must say so to our own processes too. */
function withOurOptions({ name, command }: ChosenProcess, context: Context): ChosenProcess {
  if (command[0] !== 'nightshift') return { name, command };
  // Every command is given the options of all, too, which its type does not say.
  const options: Readonly<Record<string, unknown>> = { ...context.options };
  const passed = (['config', 'env-file'] as const).flatMap((option) => {
    const value = options[option];
    return typeof value === 'string' ? [`--${option}`, value] : [];
  });
  return { name, command: [...command, ...passed] };
}
