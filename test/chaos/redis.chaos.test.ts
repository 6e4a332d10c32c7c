import { runScenarios } from './run-scenarios.ts';
import { CORRUPT_ROWS } from './scenarios/corrupt-rows.ts';
import { REDIS_AWAY } from './scenarios/redis-away.ts';
import { REDIS_UNWELL } from './scenarios/redis-unwell.ts';

runScenarios('Redis', [...REDIS_AWAY, ...REDIS_UNWELL, ...CORRUPT_ROWS]);
