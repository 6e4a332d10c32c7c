import { expect, test } from 'vitest';
import { chooseProcesses } from '../../../src/local/supervisor/choose-processes.ts';
import { parseProcfile } from '../../../src/local/supervisor/parse-procfile.ts';

const lines = parseProcfile(
  'email: nightshift worker email\nrelay: nightshift relay\nboard: nightshift dashboard',
);

test('runs one of each by default', () => {
  expect(namesOf({})).toEqual(['email', 'relay', 'board']);
});

test('runs several of one, or none', () => {
  expect(namesOf({ counts: ['email=3', 'board=0'] })).toEqual(['email.1', 'email.2', 'email.3', 'relay']);
});

test('runs only what is named, in the order of the Procfile', () => {
  expect(namesOf({ only: ['relay', 'email'], counts: ['email=2'] })).toEqual(['email.1', 'email.2', 'relay']);
});

test.each([
  [{ counts: ['emal=2'] }, 'has no process "emal". Did you mean email?'],
  [{ only: ['zzz'] }, 'has no process "zzz". It has email, relay, board.'],
  [{ counts: ['email'] }, '"email" is not understood: expected a name and a number up to 100, like email=3.'],
  [{ counts: ['email=-1'] }, '"email=-1" is not understood'],
  [{ counts: ['email=101'] }, '"email=101" is not understood'],
])('refuses %j', (choice, message) => {
  expect(() => chooseProcesses(lines, choice)).toThrow(message);
});

function namesOf(choice: Parameters<typeof chooseProcesses>[1]) {
  return chooseProcesses(lines, choice).map(({ name }) => name);
}
