import type { EnqueueOptions } from '../../job/enqueue-options.ts';
import { defineCommand } from '../command.ts';
import { JSON_OPTION } from '../option-specs.ts';
import { UsageError } from '../usage-error.ts';
import { withPlatform } from '../with-platform.ts';

/** `nightshift enqueue` */
export const enqueueCommand = defineCommand({
  usage: 'JOB PAYLOAD',
  details: 'PAYLOAD is JSON, checked by the job; "-" reads it from standard input.',
  examples: [
    { line: `enqueue email.send-welcome '{"to":"ada@example.com","name":"Ada"}'`, doc: 'enqueues one job' },
    {
      line: `enqueue email.send-welcome - --wait < payload.json`,
      doc: 'waits for its end and prints its result',
    },
    { line: `enqueue reports.sales '{…}' --delay 60000 --tenant 42`, doc: 'a minute later, for a tenant' },
  ],
  options: {
    delay: { type: 'string', value: 'MS', doc: 'Runs no earlier than this many milliseconds from now' },
    priority: {
      type: 'string',
      value: 'N',
      doc: '-100 to 100; higher runs first where the queue has priorities',
    },
    tenant: { type: 'string', value: 'NAME', doc: 'Whose job it is' },
    tag: { type: 'string', value: 'WORD', multiple: true, doc: 'A word to search by; may be repeated' },
    unique: { type: 'string', value: 'KEY', doc: 'One job per key' },
    wait: { type: 'boolean', doc: 'Waits for the end, up to 30 s' },
    json: JSON_OPTION,
  },
  takes: { min: 2, max: 2 },
  async run(context) {
    const { positionals, options, terminal } = context;
    const [name = '', text = ''] = positionals;
    const payload = parse(text === '-' ? await readAll(terminal.streams.stdin) : text);
    await withPlatform(context, 'enqueue', async ({ producer, registry }) => {
      const definition = registry.getJob(name);
      const job = await producer.enqueue(definition, payload, enqueueOptions(options));
      const result = options.wait ? await job.result() : undefined;
      const { id, queue, isDuplicate } = job;
      if (options.json) terminal.printJson({ id, queue, isDuplicate, ...(options.wait && { result }) });
      else terminal.print(`${isDuplicate ? 'Was there already' : 'Enqueued'}: ${id} on ${queue}`);
      if (options.wait && !options.json) terminal.printJson(result ?? null);
    });
  },
});

interface Given {
  readonly delay: string | undefined;
  readonly priority: string | undefined;
  readonly tenant: string | undefined;
  readonly tag: readonly string[];
  readonly unique: string | undefined;
}

function enqueueOptions({ delay, priority, tenant, tag, unique }: Given): EnqueueOptions {
  return {
    ...(delay === undefined ? {} : { delayMs: toNumber('--delay', delay) }),
    ...(priority === undefined ? {} : { priority: toNumber('--priority', priority) }),
    ...(tenant === undefined ? {} : { tenant }),
    ...(tag.length === 0 ? {} : { tags: tag }),
    ...(unique === undefined ? {} : { unique: { key: unique } }),
  };
}

function toNumber(option: string, text: string): number {
  const number = Number(text);
  if (text.trim() === '' || Number.isNaN(number))
    throw new UsageError(`${option} was given ${JSON.stringify(text)}: expected a number.`);
  return number;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(
      `The payload is not JSON (${(error as Error).message}): expected something like '{"to":"ada@example.com"}'.`,
    );
  }
}

async function readAll(stream: AsyncIterable<unknown>): Promise<string> {
  let text = '';
  for await (const chunk of stream) text += String(chunk);
  return text;
}
