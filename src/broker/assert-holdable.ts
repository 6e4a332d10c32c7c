import type { JobDefinition } from '../job/job-definition.ts';
import { NightshiftError } from '../nightshift-error.ts';
import type { Broker } from './broker.ts';

/** Throws an error with the code `JOB_HELD_TOO_LONG` when one of the jobs may outlast what the broker allows. */
export function assertHoldable(
  { maxHoldMs = Number.POSITIVE_INFINITY }: Pick<Broker, 'maxHoldMs'>,
  jobs: readonly Pick<JobDefinition, 'name' | 'timeoutMs'>[],
): void {
  const tooLong = jobs.find(({ timeoutMs }) => timeoutMs > maxHoldMs);
  if (tooLong !== undefined) throw new JobHeldTooLongError(tooLong.name, tooLong.timeoutMs, maxHoldMs);
}

/** A job may run for longer than its broker lets a delivery be held, which would then be given to somebody else. */
class JobHeldTooLongError extends NightshiftError {
  readonly code = 'JOB_HELD_TOO_LONG';

  constructor(job: string, timeoutMs: number, maxHoldMs: number) {
    super(
      `Job "${job}" has a timeout of ${timeoutMs} ms, and RabbitMQ takes a delivery back after ${maxHoldMs} ms. Lower its timeoutMs, move it to a queue on BullMQ, or raise consumer_timeout in rabbitmq.conf and NIGHTSHIFT_AMQP_CONSUMER_TIMEOUT_MS with it.`,
    );
  }
}
