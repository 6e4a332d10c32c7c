import type { Finding } from './judge.ts';

/** What a notice tells of one alert. */
export interface NoticeAlert extends Finding {
  readonly state: 'open' | 'recovered';
  /** ISO 8601. */
  readonly openedAt: string;
}

/** What is told at one time: all that has begun and ended since the last. Also what a webhook is sent, as JSON. */
export interface Notice {
  readonly subject: string;
  /** All of it; the field that chats show. */
  readonly text: string;
  readonly alerts: readonly NoticeAlert[];
}

const LONGEST_SUBJECT = 150;

export function makeNotice(alerts: readonly NoticeAlert[]): Notice {
  const lines = alerts.map(({ state, rule, message }) =>
    state === 'open' ? `ALERT ${rule}: ${message}` : `RECOVERED ${rule}: ${message}`,
  );
  const [first = ''] = lines;
  const others = alerts.length > 1 ? ` (and ${alerts.length - 1} more)` : '';
  return {
    subject: `Nightshift: ${first.slice(0, LONGEST_SUBJECT)}${others}`,
    text: lines.join('\n'),
    alerts,
  };
}
