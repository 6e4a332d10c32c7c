import { createHash } from 'node:crypto';
import type { Job, JobJson, JobsOptions } from 'bullmq';
import { formatUuidV7, isJobId } from '../../job/job-id.ts';
import type { Body, Mark, Publication } from '../broker.ts';
import { CorruptData } from './corrupt-data.ts';

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
  /** The payload is null, which BullMQ's PostgreSQL backend gives back as an empty object. */
  readonly nil?: 1;
}

/** The BullMQ job id of a publication: deterministic, so that adding it twice is once. */
export function brokerIdOf(publication: Publication): string {
  return `${publication.id}-${publication.publication}`;
}

/** A publication as a BullMQ job: name, bare payload, and our marks in the options. */
export function toJobJson(publication: Publication): JobJson {
  return newJobJson(brokerIdOf(publication), {
    name: publication.name,
    data: JSON.stringify(publication.payload),
    opts: toOptions(publication),
  });
}

/** A job that nobody has worked on yet. */
export function newJobJson(id: string, job: Pick<JobJson, 'name' | 'data' | 'opts'>): JobJson {
  return {
    id,
    name: job.name,
    data: job.data,
    opts: job.opts,
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
  const { version: jv, publication: pub, expiresAtMs, trace, isRepeat, payload } = publication;
  const ns: { -readonly [Key in keyof WireMark]: WireMark[Key] } = { v: 1, jv, pub };
  if (expiresAtMs !== undefined) ns.exp = expiresAtMs;
  if (trace !== undefined) ns.tp = trace;
  if (isRepeat) ns.again = 1;
  if (payload === null) ns.nil = 1;
  return { attempts: 1, removeOnComplete: true, removeOnFail: true, ns };
}

/** Reads what a job brings. */
export function bodyOf(job: Job): Body {
  if (job.data instanceof CorruptData) return { kind: 'rubbish', raw: job.data.raw };
  const ns = marksIn(job);
  return { kind: 'json', value: isWireMark(ns) && ns.nil === 1 ? null : job.data };
}

/** Reads who sent a job. Options that are not exactly ours make it a stranger's. */
export function markOf(queue: string, job: Job): Mark {
  const ns = marksIn(job);
  return (isWireMark(ns) && ourMark(job.id ?? '', ns)) || strangerMark(queue, job);
}

/** What stands in the options is whatever somebody wrote there. */
function marksIn(job: Job): unknown {
  return (job.opts as { readonly ns?: unknown }).ns;
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
