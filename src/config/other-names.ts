import type { Environment } from './environment.ts';

/** Names that other tools use for what ours say, and what to set instead. */
const OURS_FOR: Readonly<Record<string, readonly string[]>> = {
  CACHE_TYPE: ['KV_REDIS_URL'],
  CACHE_REDIS_URL: ['KV_REDIS_URL'],
  CACHE_REDIS_HOST: ['KV_REDIS_URL'],
  CACHE_DEFAULT_TTL: ['NIGHTSHIFT_CACHE_TTL_MS'],
  CACHE_DEFAULT_TIMEOUT: ['NIGHTSHIFT_CACHE_TTL_MS'],
  CACHE_KEY_PREFIX: ['NIGHTSHIFT_KV_PREFIX'],
  REDIS_EXPIRE_TIME: ['NIGHTSHIFT_CACHE_TTL_MS'],
  SESSION_TYPE: ['KV_REDIS_URL'],
  SESSION_REDIS: ['KV_REDIS_URL'],
  SESSION_TTL: ['NIGHTSHIFT_SESSION_TTL_MS'],
  PERMANENT_SESSION_LIFETIME: ['NIGHTSHIFT_SESSION_TTL_MS'],
  RATELIMIT_STORAGE_URL: ['KV_REDIS_URL'],
  RATELIMIT_STORAGE_URI: ['KV_REDIS_URL'],
  REDIS_TLS_URL: ['REDIS_URL'],
  REDISCLOUD_URL: ['REDIS_URL'],
  REDIS_USER: ['REDIS_USERNAME', 'REDIS_URL'],
  BULL_PREFIX: ['NIGHTSHIFT_REDIS_PREFIX'],
  CELERY_BROKER_URL: ['REDIS_URL', 'AMQP_URL'],
  BROKER_URL: ['REDIS_URL', 'AMQP_URL'],
  CELERY_RESULT_BACKEND: ['DATABASE_URL'],
  CELERYD_CONCURRENCY: ['NIGHTSHIFT_CONCURRENCY'],
  CELERY_WORKER_CONCURRENCY: ['NIGHTSHIFT_CONCURRENCY'],
  SIDEKIQ_CONCURRENCY: ['NIGHTSHIFT_CONCURRENCY'],
  RABBITMQ_URL: ['AMQP_URL'],
  RABBITMQ_HOST: ['AMQP_URL'],
  CLOUDAMQP_URL: ['AMQP_URL'],
  RABBITMQ_MANAGEMENT_URL: ['AMQP_MANAGEMENT_URL'],
  POSTGRES_URL: ['DATABASE_URL'],
  POSTGRESQL_URL: ['DATABASE_URL'],
  SQLALCHEMY_DATABASE_URI: ['DATABASE_URL'],
  PGHOST: ['DATABASE_URL'],
  MAIL_SERVER: ['SMTP_URL'],
  MAIL_HOST: ['SMTP_URL'],
  SMTP_HOST: ['SMTP_URL'],
  SMTP_SERVER: ['SMTP_URL'],
  MAIL_FROM: ['NIGHTSHIFT_MAIL_FROM'],
  SMTP_FROM: ['NIGHTSHIFT_MAIL_FROM'],
  MAIL_DEFAULT_SENDER: ['NIGHTSHIFT_MAIL_FROM'],
  TWILIO_SID: ['TWILIO_ACCOUNT_SID'],
  TWILIO_TOKEN: ['TWILIO_AUTH_TOKEN'],
  TWILIO_FROM: ['TWILIO_PHONE_NUMBER'],
  TWILIO_FROM_NUMBER: ['TWILIO_PHONE_NUMBER'],
};

/** What to set in place of other tools' names, one sentence each, where nothing of ours is set that says it. */
export function noteOtherNames({ values }: Environment, ignored: readonly string[]): readonly string[] {
  return Object.entries(OURS_FOR)
    .filter(([name]) => values.has(name) && !ignored.includes(name))
    .filter(([, ours]) => !ours.some((each) => values.has(each)))
    .map(([name, ours]) => `${name} is set and not read; Nightshift’s own is ${ours.join(' or ')}.`);
}
