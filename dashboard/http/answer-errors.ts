import type { ErrorRequestHandler, RequestHandler } from 'express';
import type { Log } from '../../src/telemetry/log.ts';
import { errorReply } from './error-reply.ts';

/** The answer to what is nowhere. */
export const answerNotFound: RequestHandler = (request, response) => {
  response.status(404).json({ error: `There is no ${request.method} ${request.path} here.` });
};

/** Answers errors that came before a route of Bull Board, such as a body that is not JSON, or too large. */
export function answerErrors(log: Log): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    if (response.headersSent) return next(error);
    const { status, message } = errorReply(error, log);
    response.status(status).json({ error: message });
  };
}
