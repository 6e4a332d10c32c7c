import type { Request, Response } from 'express';

/** Sends browsers to the page for it, with the way back; tells programs. Only paths for machines ask for HTTP Basic. */
export function askToSignIn(request: Request, response: Response): void {
  response.set('Cache-Control', 'no-store');
  const { method, originalUrl, path } = request;
  if (method === 'GET' && !isForMachines(path) && request.accepts(['json', 'html']) === 'html') {
    response.redirect(303, `/login?to=${encodeURIComponent(originalUrl)}`);
    return;
  }
  if (isForMachines(path))
    response.set('WWW-Authenticate', 'Basic realm="Nightshift board", charset="UTF-8"');
  response.status(401).json({ error: 'Sign in at /login, or send name and password as HTTP Basic.' });
}

function isForMachines(path: string): boolean {
  return path === '/metrics' || path === '/readyz';
}
