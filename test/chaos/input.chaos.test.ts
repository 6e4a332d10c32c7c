import { runScenarios } from './run-scenarios.ts';
import { BAD_INPUT } from './scenarios/bad-input.ts';
import { FLOODS } from './scenarios/floods.ts';

runScenarios('input', [...BAD_INPUT, ...FLOODS]);
