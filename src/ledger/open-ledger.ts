import type { Database } from '../db/database.ts';
import { accept } from './accept/accept.ts';
import { cancel } from './cancel.ts';
import { claim } from './claim/claim.ts';
import { giveBack } from './give-back.ts';
import { keep } from './keep.ts';
import type { Ledger } from './ledger.ts';
import { dueQueues } from './publish/due-queues.ts';
import { markPublished } from './publish/mark-published.ts';
import { publishDue } from './publish/publish-due.ts';
import { record } from './record/record.ts';
import { recover } from './recovery/recover.ts';
import { claimStep } from './steps/claim-step.ts';
import { finishStep } from './steps/finish-step.ts';
import { releaseStep } from './steps/release-step.ts';
import { beat } from './workers/beat.ts';
import { leave } from './workers/leave.ts';
import { markAlone } from './workers/mark-alone.ts';

/** The ledger on a migrated database. Each method is as many statements as it takes; callers make the batches (`coalesce`). */
export function openLedger(database: Database): Ledger {
  return {
    accept: (jobs, session) => accept(database, jobs, session),
    claim: (requests, workerId) => claim(database, requests, workerId),
    record: (attempts, workerId, session) => record(database, attempts, workerId, session),
    giveBack: (fences) => giveBack(database, fences),
    keep: (jobs) => keep(database, jobs),
    dueQueues: () => dueQueues(database),
    publishDue: (queue, publish, limit) => publishDue(database, { queue, publish, limit }),
    markPublished: (publications) => markPublished(database, publications),
    cancel: (ids, reason) => cancel(database, ids, reason),
    recover: (queue, why, olderThanMs = 0) => recover(database, { queue, olderThanMs }, why),
    beat: (told) => beat(database, told),
    markAlone: (fence, workerId) => markAlone(database, fence, workerId),
    claimStep: (fence, name) => claimStep(database, fence, name),
    finishStep: (fence, name, result) => finishStep(database, fence, { name, result }),
    releaseStep: (fence, name) => releaseStep(database, fence, name),
    leave: (workerId) => leave(database, workerId),
  };
}
