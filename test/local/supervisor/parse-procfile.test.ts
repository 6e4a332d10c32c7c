import { expect, test } from 'vitest';
import { parseProcfile } from '../../../src/local/supervisor/parse-procfile.ts';
import { ProcfileError } from '../../../src/local/supervisor/procfile-error.ts';

test('reads names and commands, and passes over blank lines and notes', () => {
  const text = '# ours\n\nemail: nightshift worker email\r\n  board : node board.js --port 80\n';
  expect(parseProcfile(text)).toEqual([
    { name: 'email', command: ['nightshift', 'worker', 'email'] },
    { name: 'board', command: ['node', 'board.js', '--port', '80'] },
  ]);
});

test.each([
  [`node 'a b' "c d" e\\ f`, ['node', 'a b', 'c d', 'e f']],
  [`node "say \\"hi\\" \\\\ \\n"`, ['node', 'say "hi" \\ \\n']],
  [`node --name='x y'z ''`, ['node', '--name=x yz', '']],
  [`node '$HOME | "x"'`, ['node', '$HOME | "x"']],
  [`C:/node x=1 a,b {c} *`, ['C:/node', 'x=1', 'a,b', '{c}', '*']],
])('splits %s into words', (line, command) => {
  expect(parseProcfile(`one: ${line}`)).toEqual([{ name: 'one', command }]);
});

test('names every line that is wrong, and why', () => {
  const text = 'fine: x\nno colon\nempty:\nfine: y\nopen: "x\nshell: a | b\nhome: $HOME/x';
  const parse = () => parseProcfile(text, 'my/Procfile');
  expect(parse).toThrow(ProcfileError);
  expect(parse).toThrow(
    [
      'my/Procfile:2: expected "name: command", got "no colon".',
      'my/Procfile:3: empty has no command.',
      'my/Procfile:4: the name fine is there twice.',
      'my/Procfile:5: the quotation mark " is not closed.',
      'my/Procfile:6: "|" needs a shell, and no shell is used; put it in quotation marks or in a script.',
      'my/Procfile:7: "$" needs a shell, and no shell is used; put it in quotation marks or in a script.',
    ].join('\n'),
  );
});

test('refuses a file without processes', () => {
  expect(() => parseProcfile('# nothing\n')).toThrow('Procfile names no process.');
});
