import { NightshiftError } from '../../nightshift-error.ts';

/** A queue exists on RabbitMQ with other properties than ours is declared with. */
export class QueueMismatchError extends NightshiftError {
  readonly code = 'QUEUE_MISMATCH';
  readonly queue: string;
  /** What differs, as RabbitMQ names it: `durable`, `x-queue-type` …; `undefined` when it did not say. */
  readonly property: string | undefined;

  constructor(queue: string, wanted: Readonly<Record<string, unknown>>, cause: Error) {
    const said = INEQUIVALENT.exec(cause.message)?.groups;
    const difference =
      said === undefined
        ? cause.message
        : `${said.property} is ${said.declared} there and ${said.wanted} in jobs/queues.ts`;
    super(
      `Queue "${queue}" exists on RabbitMQ, declared differently: ${difference}. Wanted are durable and ${JSON.stringify(wanted)}. Give it in \`arguments\` as it is, or delete the queue so that it is declared anew.`,
      { cause },
    );
    this.queue = queue;
    this.property = said?.property;
  }
}

/** RabbitMQ: "inequivalent arg 'durable' for queue 'q' in vhost '/': received 'true' but current is 'false'". */
const INEQUIVALENT =
  /inequivalent arg '(?<property>[^']+)' for .*: received (?:the value )?(?<wanted>.+?) but current is (?:the value )?(?<declared>[^"]+)/;
