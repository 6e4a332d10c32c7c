import type { ChannelMessage, Channels } from '../../../src/kv/channels/channels.ts';
import type { Log } from '../../../src/telemetry/log.ts';
import { callerMark } from '../auth/caller.ts';
import type { Asked } from '../http/api-route.ts';
import { EventStream, lastEventId } from './event-stream.ts';
import type { StreamLimit } from './stream-limit.ts';

export interface Following {
  readonly channel: string;
  /** Begins to send, and gives what is done for each message. */
  readonly start: (stream: EventStream) => OnMessage | Promise<OnMessage>;
}

type OnMessage = (message: ChannelMessage) => Promise<void> | void;

export interface FollowParts {
  readonly channels: Channels;
  readonly limit: StreamLimit;
  readonly log: Log;
}

/** Answers a request with what comes on a channel. */
export type Follow = (asked: Asked<unknown, unknown, unknown>, following: Following) => Promise<undefined>;

/**
 * Sends what comes on a channel, and what came since `Last-Event-ID` before that. When some of it is kept no more, an event
 * named `gap` says so, and the client loads anew. Rejects only before the first byte.
 */
export function makeFollow({ channels, limit, log }: FollowParts): Follow {
  return async ({ caller, request, response }, { channel, start }) => {
    if (request.method === 'HEAD') {
      new EventStream(response).end();
      return undefined;
    }
    const release = limit.take(callerMark(caller));
    const gone = new AbortController();
    response.on('close', () => {
      release();
      gone.abort();
    });
    const after = lastEventId(request);
    let stream: EventStream | undefined;
    let isGap = false;
    const onGap = (): void => {
      isGap = true;
      void stream?.send({ after: after ?? null }, { name: 'gap' });
    };
    const messages = await channels.subscribe(channel, { after, signal: gone.signal, onGap });
    stream = new EventStream(response);
    if (isGap) onGap();
    try {
      const onMessage = await start(stream);
      for await (const message of messages) {
        await onMessage(message);
        if (stream.signal.aborted) break;
      }
    } catch (error) {
      // The client comes back by itself, and is told then what is wrong.
      log.warn('A stream broke off', { channel, error });
    } finally {
      messages.close();
      stream.end();
    }
    return undefined;
  };
}
