import type { Request, RequestHandler } from 'express';
import { inSpan } from '../../src/telemetry/tracing.ts';

/** Answers each request in a span, where traces are made, under what its `traceparent` says that it comes from. */
export const traceRequests: RequestHandler = (request, response, next) => {
  const { method, path } = request;
  const parent = request.get('traceparent') ?? null;
  const attributes = { 'http.request.method': method, 'url.path': path };
  void inSpan({ name: method, kind: 'server', parent, attributes }, (span) => {
    const answered = new Promise<void>((resolve) => {
      response.once('close', () => {
        const route = routeOf(request);
        if (route !== undefined) {
          span.rename(`${method} ${route}`);
          span.set({ 'http.route': route });
        }
        span.set({ 'http.response.status_code': response.statusCode });
        if (response.statusCode >= 500) span.fail(new Error(`answered ${response.statusCode}`));
        resolve();
      });
    });
    next();
    return answered;
  });
};

/** Names of spans are few: what no route has taken stays without. */
function routeOf({ route, baseUrl }: Request): string | undefined {
  const path: unknown = Reflect.get(Object(route), 'path');
  return typeof path === 'string' ? `${baseUrl}${path}` : undefined;
}
