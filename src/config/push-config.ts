import type { Refuse } from './read-variables.ts';
import { refuseIncomplete } from './refuse-incomplete.ts';
import type { Values } from './variable.ts';
import type { push } from './variables/push.ts';

/** The VAPID keys and the contact that sign web push messages. */
export interface PushConfig {
  readonly publicKey: string;
  readonly privateKey: string;
  readonly subject: string;
}

/** `undefined` when push messages go to the local outbox. */
export function pushConfig(given: Values<typeof push>, refuse: Refuse): PushConfig | undefined {
  const { publicKey, privateKey, subject } = given;
  refuseIncomplete(
    { VAPID_PUBLIC_KEY: publicKey, VAPID_PRIVATE_KEY: privateKey, VAPID_SUBJECT: subject },
    refuse,
  );
  if (publicKey === undefined || privateKey === undefined || subject === undefined) return undefined;
  return { publicKey, privateKey, subject };
}
