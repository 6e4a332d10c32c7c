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
  /** The data is the base64 of what was found in a corrupt row. */
  readonly raw?: 1;
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };
type OurMark = Extract<Mark, { kind: 'ours' }>;

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
  const ns: Writable<WireMark> = { v: 1, jv, pub };
  if (expiresAtMs !== undefined) ns.exp = expiresAtMs;
  if (trace !== undefined) ns.tp = trace;
  if (isRepeat) ns.again = 1;
  if (payload === null) ns.nil = 1;
  return { attempts: 1, removeOnComplete: true, removeOnFail: true, ns };
}

/** Reads what a job brings. */
export function bodyOf(job: Job): Body {
  const { data } = job;
  if (data instanceof CorruptData) return { kind: 'rubbish', raw: data.raw };
  const { nil, raw } = marksIn(job);
  if (raw === 1 && typeof data === 'string') return { kind: 'rubbish', raw: Buffer.from(data, 'base64') };
  return { kind: 'json', value: nil === 1 ? null : data };
}

/** Options for a corrupt row: what could be read of its own, so that a job of ours is known as one. */
export function rubbishOptions(brokerId: string, opts: string | undefined): object {
  const { ns, ...others }: { readonly ns?: object } = opts ? JSON.parse(opts) : {};
  const pub = Number(brokerId.slice(37));
  const isOurs = isJobId(brokerId.slice(0, 36)) && Number.isSafeInteger(pub) && pub > 0;
  const mark = isOurs ? { v: 1, jv: 1, pub, again: 1, ...ns } : ns;
  return { ...others, ns: { ...mark, raw: 1 } };
}

/** Reads who sent a job. Options that are not exactly ours make it a stranger's. */
export function markOf(queue: string, job: Job): Mark {
  return ourMark(job) ?? strangerMark(queue, job);
}

/** What stands in the options is whatever somebody wrote there. */
function marksIn(job: Job): { readonly [Key in keyof WireMark]?: unknown } {
  const { ns } = job.opts as { readonly ns?: unknown };
  return typeof ns === 'object' && ns !== null ? ns : {};
}

function ourMark(job: Job): Mark | undefined {
  const { jv, pub, exp, tp, again } = marksIn(job);
  if (typeof jv !== 'number' || typeof pub !== 'number') return undefined;
  const brokerId = job.id ?? '';
  const id = brokerId.slice(0, 36);
  if (brokerId !== `${id}-${pub}` || !isJobId(id)) return undefined;
  const isRepeat = again === 1;
  const mark: Writable<OurMark> = { kind: 'ours', id, publication: pub, version: jv, isRepeat };
  if (typeof exp === 'number') mark.expiresAtMs = exp;
  if (typeof tp === 'string') mark.trace = tp;
  return mark;
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
