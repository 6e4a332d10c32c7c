import type { AbortReason } from '../job/handler-context.ts';
import { inSpan } from '../telemetry/tracing.ts';
import type { Attempt } from './attempt.ts';
import { AttemptPath } from './attempt-path.ts';
import { BatchPath } from './batch-path.ts';
import { Claiming } from './claiming.ts';
import { Claims } from './claims.ts';
import { Deadlines } from './deadlines.ts';
import { Finishing, type FinishingParts } from './finishing.ts';
import { abortAttempt, type Handling } from './handle-attempt.ts';
import { HeldDeliveries } from './held-deliveries.ts';
import { Intake } from './intake.ts';
import type { JobInHand } from './job-in-hand.ts';
import type { LedgerGate } from './ledger-gate.ts';
import { contextMaker } from './make-context.ts';
import { recordInTransaction, transactionTurns } from './record-in-transaction.ts';
import { Records } from './records.ts';
import { Running } from './running.ts';
import { SlotTable } from './slot-table.ts';
import type { StartWorkerOptions } from './start-worker.ts';
import { LostAttemptError, runStep } from './steps.ts';

const STUCK_GRACE_MS = 5_000;
const UNKNOWN_JOB_WAIT_MS = 900_000;
const MAX_PAYLOAD_BYTES = 65_536;

/** The moving parts of a worker process, put together. */
export interface WorkerMachine {
  readonly intake: Intake;
  readonly batches: BatchPath;
  readonly slots: SlotTable;
  readonly running: Running;
  readonly held: HeldDeliveries;
  readonly abort: (attempt: Attempt, reason: AbortReason) => void;
}

export interface MachineParts extends Omit<StartWorkerOptions, 'onEnd'> {
  readonly workerId: string;
  readonly gate: LedgerGate;
  readonly mustClaimFirst: (queue: string) => boolean;
  readonly onEnd: FinishingParts['onEnd'];
}

export function buildMachine(parts: MachineParts): WorkerMachine {
  const { ledger, gate, workerId, producer, registry } = parts;
  const slots = new SlotTable(parts.concurrency);
  const running = new Running();
  const claims = new Claims(ledger, gate, workerId);
  const records = new Records(ledger, gate, workerId);
  const handling = makeHandling(parts, claims);
  const held = new HeldDeliveries((job) => run(job));
  const abort = (attempt: Attempt, reason: AbortReason): void => abortAttempt(attempt, reason, handling);
  const claiming = new Claiming({
    claims,
    held,
    accept: (job) => gate.ask(() => producer.adopt(job)),
    markAlone: (fence) => gate.ask(() => ledger.markAlone(fence, workerId)),
    mustClaimFirst: parts.mustClaimFirst,
    onRefused: (attempt) => abort(attempt, { kind: 'lost' }),
  });
  const finishing = new Finishing({
    giveBack: (fence) => ledger.giveBack([fence]).catch(() => undefined),
    claims,
    records,
    onEnd: parts.onEnd,
  });
  const unknownJobWaitMs = parts.unknownJobWaitMs ?? UNKNOWN_JOB_WAIT_MS;
  const pathParts = { slots, claiming, finishing, running, handling, unknownJobWaitMs };
  const path = new AttemptPath(pathParts);
  const batches = new BatchPath(pathParts);
  const run = (job: JobInHand): Promise<void> =>
    job.definition?.batch ? batches.run(job, job.definition) : path.run(job);
  const intake = new Intake({
    registry,
    run,
    adopt: (job) => gate.ask(() => producer.adopt(job)),
    keep: records.keep,
    maxPayloadBytes: parts.maxPayloadBytes ?? MAX_PAYLOAD_BYTES,
  });
  return { intake, batches, slots, running, held, abort };
}

function makeHandling(parts: MachineParts, claims: Claims): Handling {
  const { ledger, database, workerId, producer } = parts;
  const turns = transactionTurns(database);
  const makeContext = contextMaker(parts.services, {
    log: parts.log,
    enqueue: (definition, payload, options) => producer.enqueue(definition, payload, options),
    step: async (attempt, name, effect, options) => {
      // A presumed run has no number of its own yet: whoever takes over would take its steps for their own.
      if (attempt.presumed && !(await claims.write(attempt.presumed)))
        throw new LostAttemptError(attempt.job.id);
      return inSpan({ name: `step ${name}`, kind: 'internal' }, () =>
        runStep(ledger, attempt, { name, effect, options }),
      );
    },
    transaction: (attempt, write) =>
      recordInTransaction({ database, ledger, workerId, turns }, attempt, write),
  });
  return {
    deadlines: new Deadlines(),
    makeContext,
    stuckGraceMs: parts.stuckGraceMs ?? STUCK_GRACE_MS,
    redact: parts.redact ?? ((text) => text),
    random: parts.random ?? Math.random,
  };
}
