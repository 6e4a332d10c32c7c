import { runScenarios } from './run-scenarios.ts';
import { SOAKS } from './scenarios/soak.ts';

runScenarios('soak', SOAKS);
