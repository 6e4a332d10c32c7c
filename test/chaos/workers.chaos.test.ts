import { runScenarios } from './run-scenarios.ts';
import { KILLED_WORKERS } from './scenarios/killed-workers.ts';
import { TROUBLED_WORKERS } from './scenarios/troubled-workers.ts';

runScenarios('workers', [...KILLED_WORKERS, ...TROUBLED_WORKERS]);
