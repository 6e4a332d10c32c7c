import type { Config } from '../config/load-config.ts';
import { writeToOutbox } from '../local/outbox-folder.ts';
import { NightshiftError } from '../nightshift-error.ts';

const TIMEOUT_MS = 10_000;

/**
 * Posts JSON to the webhook of alerts, or writes it to the local outbox as `key` when there is none. Gives what the
 * server answered or the path. Redirects are not followed.
 *
 * @throws WebhookError unless it was taken
 */
export async function postWebhook(
  { alerts: { webhookUrl }, dataFolder }: Pick<Config, 'alerts' | 'dataFolder'>,
  content: string,
  key: string,
): Promise<string> {
  if (webhookUrl === undefined)
    return writeToOutbox({ kind: 'webhook', id: key, extension: 'json', content }, dataFolder);
  const response = await fetch(webhookUrl, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: content,
    redirect: 'manual',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch((error: unknown) => {
    throw new WebhookError(wordsOf(error), error);
  });
  await response.body?.cancel();
  if (!response.ok) throw new WebhookError(`it answered ${response.status}`);
  return String(response.status);
}

/** The webhook of alerts did not take one. Its address is a secret, and not told. */
class WebhookError extends NightshiftError {
  readonly code = 'WEBHOOK';

  constructor(why: string, cause?: unknown) {
    super(
      `The webhook of alerts did not take a notice (${why}). Check NIGHTSHIFT_ALERT_WEBHOOK_URL.`,
      cause === undefined ? {} : { cause },
    );
  }
}

/** The cause of a failed fetch says more than its own message. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
