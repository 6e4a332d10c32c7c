import { expect, test } from 'vitest';
import { type Action, type Actor, mayDo } from '../../src/operators/role.ts';

const ACTIONS: readonly Action[] = [
  'see-board',
  'see-outbox',
  'see-reports',
  'see-pictures',
  'see-audit',
  'see-payload',
  'retry',
  'remove',
  'edit-job',
  'add-job',
  'pause',
  'edit-schedule',
  'empty',
  'manage-users',
];

test.each<[Actor['role'], readonly Action[]]>([
  ['viewer', ACTIONS.filter((action) => action !== 'see-board')],
  ['operator', ['see-payload', 'empty', 'manage-users']],
  ['admin', []],
  ['local', ['see-payload', 'manage-users']],
])('%s may do all but these', (role, denied) => {
  expect(ACTIONS.filter((action) => !mayDo({ role }, action))).toEqual(denied);
});
