import { z } from 'zod';

/** What the routes of streams have in common. */
export const STREAM_ROUTE = {
  method: 'get',
  audience: 'user',
  tag: 'Streams',
  details:
    'Server-sent events. What came since Last-Event-ID is sent first, up to 24 hours of it; when some of that is kept no more, an event named `gap` says to load anew. The connection ends after 15 minutes and is to be opened again, as browsers do by themselves.',
  headers: z.looseObject({
    'last-event-id': z.string().optional().describe('The id of the last event that was read.'),
  }),
  answers: {
    200: { description: 'Events, as they come', schema: z.string(), type: 'text/event-stream' },
  },
} as const;
