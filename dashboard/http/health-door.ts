import { type Request, type Response, Router } from 'express';
import { answerHealth, type HealthSources } from '../../src/telemetry/answer-health.ts';
import type { DependencyWatch } from '../../src/telemetry/dependency-watch.ts';

export interface HealthDoor {
  readonly health: HealthSources;
  readonly watch: DependencyWatch;
}

/** `/livez` for everyone, who learns nothing from it; `/readyz` and `/metrics` tell of servers and queues, and want the sign-in. */
export function healthDoor({ health, watch }: HealthDoor): {
  readonly open: Router;
  readonly closed: Router;
} {
  const answer = async (request: Request, response: Response): Promise<void> => {
    const { status, type, body } = await answerHealth(request, health, watch);
    response.status(status).set('Cache-Control', 'no-store');
    if (type === undefined) response.json(body);
    else response.type(type).send(body);
  };
  return {
    open: Router().get('/livez', answer),
    closed: Router().get(['/readyz', '/metrics'], answer),
  };
}
