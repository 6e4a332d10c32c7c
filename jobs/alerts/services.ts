import type { HandlerContext } from '../../src/job/handler-context.ts';

/** What the handlers of this folder need beside the platform. */
export interface AlertServices {
  /** Posts JSON to the webhook of alerts, or writes it to the local outbox under `key`; gives the answer, or the path. */
  readonly postAlert: (content: string, key: string) => Promise<string>;
}

export type AlertContext = HandlerContext<AlertServices>;
