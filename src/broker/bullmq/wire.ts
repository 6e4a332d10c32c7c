import { createHash } from 'node:crypto';
import type { Job, JobJson, JobsOptions } from 'bullmq';
import { formatUuidV7, isJobId } from '../../job/job-id.ts';
import type { Mark, Publication } from '../broker.ts';

/** What a job of ours carries in `opts.ns`; options that BullMQ does not know survive the round trip. */
interface WireMark {
  /** Version of this form. */
  readonly v: 1;
  /** Version of the payload's shape. */
  readonly jv: number;
  readonly pub: number;
  /** Milliseconds since the epoch. */
  readonly exp?: number;
  /** W3C traceparent. */
  readonly tp?: string;
  readonly again?: 1;
}

/** The BullMQ job id of a publication: deterministic, so that adding it twice is once. */
export function brokerIdOf(publication: Publication): string {
  return `${publication.id}-${publication.publication}`;
}

/** A publication as a BullMQ job: name, bare payload, and our marks in the options. */
export function toJobJson(publication: Publication): JobJson {
  return {
    id: brokerIdOf(publication),
    name: publication.name,
    data: JSON.stringify(publication.payload),
    opts: toOptions(publication),
    timestamp: Date.now(),
    progress: 0,
    attemptsMade: 0,
    attemptsStarted: 0,
    stalledCounter: 0,
    failedReason: '',
    returnvalue: '',
  };
}

function toOptions(publication: Publication): JobsOptions & { readonly ns: WireMark } {
  const { version: jv, publication: pub, expiresAtMs, trace, isRepeat } = publication;
  const ns: { -readonly [Key in keyof WireMark]: WireMark[Key] } = { v: 1, jv, pub };
  if (expiresAtMs !== undefined) ns.exp = expiresAtMs;
  if (trace !== undefined) ns.tp = trace;
  if (isRepeat) ns.again = 1;
  return { attempts: 1, removeOnComplete: true, removeOnFail: true, ns };
}

/** Reads who sent a job. Options that are not exactly ours make it a stranger's. */
export function markOf(queue: string, job: Job): Mark {
  // What stands in the options is whatever somebody wrote into Redis.
  const ns = (job.opts as { readonly ns?: unknown }).ns;
  return (isWireMark(ns) && ourMark(job.id ?? '', ns)) || strangerMark(queue, job);
}

function isWireMark(value: unknown): value is WireMark {
  if (typeof value !== 'object' || value === null) return false;
  const { jv, pub, exp, tp } = value as { readonly [Key in keyof WireMark]?: unknown };
  return (
    Number.isSafeInteger(jv) &&
    Number.isSafeInteger(pub) &&
    (exp === undefined || typeof exp === 'number') &&
    (tp === undefined || typeof tp === 'string')
  );
}

function ourMark(brokerId: string, { jv, pub, exp, tp, again }: WireMark): Mark | undefined {
  const id = brokerId.slice(0, 36);
  if (brokerId !== `${id}-${pub}` || !isJobId(id)) return undefined;
  return {
    kind: 'ours',
    id,
    publication: pub,
    version: jv,
    isRepeat: again === 1,
    ...(exp === undefined ? {} : { expiresAtMs: exp }),
    ...(tp === undefined ? {} : { trace: tp }),
  };
}

function strangerMark(queue: string, job: Job): Mark {
  return { kind: 'stranger', adoptAs: adoptionIdOf(queue, job.id ?? '', job.timestamp), headers: {} };
}

const YEAR_2020_MS = Date.UTC(2020, 0);
const YEAR_2100_MS = Date.UTC(2100, 0);

/** The same job of a stranger gets the same id however often it is delivered. */
function adoptionIdOf(queue: string, foreignId: string, timestampMs: number): string {
  const isPlausible = timestampMs >= YEAR_2020_MS && timestampMs < YEAR_2100_MS;
  const hash = createHash('sha256')
    .update(JSON.stringify([queue, foreignId, timestampMs]))
    .digest();
  return formatUuidV7(isPlausible ? timestampMs : YEAR_2020_MS, hash);
}
