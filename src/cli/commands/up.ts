import { join, resolve } from 'node:path';
import type { ChosenProcess } from '../../local/supervisor/choose-processes.ts';
import type { RunUpOptions } from '../../local/up/run-up.ts';
import { defineCommand } from '../command.ts';
import type { CommandContext } from '../command-context.ts';
import type { OptionSpecs, OptionValues } from '../option-specs.ts';
import { UsageError } from '../usage-error.ts';

const OPTIONS = {
  only: {
    type: 'string',
    value: 'NAMES',
    doc: 'Runs only these processes of the Procfile, with commas between their names',
  },
  procfile: { type: 'string', value: 'FILE', doc: 'The Procfile (default: Procfile)' },
  demo: { type: 'boolean', doc: 'Sends a sample of every job and shows what becomes of it' },
  once: { type: 'boolean', doc: 'With --demo: ends after it, with status 0 if every job completed' },
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
    { line: 'up --demo --once', doc: 'tries every job, and ends' },
  ],
  options: OPTIONS,
  takes: { min: 0, max: 100 },
  async run(context) {
    const { folder, terminal, options } = context;
    if (options.once && !options.demo) throw new UsageError('--once goes with --demo, which it ends.');
    const { runUp } = await import('../../local/up/run-up.ts');
    const config = await context.config();
    const isWell = await runUp({
      folder,
      config,
      chosen: await choose(context),
      env: { ...process.env, NIGHTSHIFT_LOG_LEVEL: config.log.level },
      say: (text) => terminal.say(text),
      log: await context.log(),
      ...(options.demo ? await prepareDemo(context) : { output: terminal.streams.stdout }),
      isOnce: options.once,
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

/** The processes are heard after the demo: its table needs the terminal. */
async function prepareDemo(context: Context): Promise<Pick<RunUpOptions, 'output' | 'demo'>> {
  const [{ loadSamples }, { runDemo }, { QuietOutput }] = await Promise.all([
    import('../../local/demo/load-samples.ts'),
    import('../../local/demo/run-demo.ts'),
    import('../../local/demo/quiet-output.ts'),
  ]);
  const { terminal, folder } = context;
  const [config, log, application] = await Promise.all([
    context.config(),
    context.log(),
    context.application(),
  ]);
  const samples = await loadSamples(application);
  const linesFile = join(config.dataFolder, 'up.log');
  const output = new QuietOutput(terminal.streams.stdout, linesFile);
  const demo: RunUpOptions['demo'] = async (_, signal) => {
    const { registry } = application;
    const prepare = application.config.prepareSamples;
    const isWell = await runDemo({ config, registry, samples, prepare, terminal, log, folder, signal });
    if (!isWell) terminal.say(`What the processes said meanwhile is in ${linesFile}`);
    if (!context.options.once) output.speak();
    return isWell;
  };
  return { output, demo };
}
