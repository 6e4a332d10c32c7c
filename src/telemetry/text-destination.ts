import { styleText } from 'node:util';
import type { DestinationStream } from 'pino';

const COLOURS = { debug: 'gray', info: 'green', warn: 'yellow', error: 'red' } as const;

/** Turns pino's JSON lines into lines for people; coloured where `output` is a terminal that wants it. */
export function textDestination(output: NodeJS.WriteStream | DestinationStream): DestinationStream {
  const isTerminal = 'isTTY' in output && output.isTTY;
  const style = (colour: Parameters<typeof styleText>[0], text: string): string =>
    isTerminal ? styleText(colour, text, { stream: output }) : text;
  return { write: (line) => void output.write(`${textLine(line, style)}\n`) };
}

type Style = (colour: Parameters<typeof styleText>[0], text: string) => string;

function textLine(line: string, style: Style): string {
  const { level, time, message, pid: _pid, ...fields } = JSON.parse(line) as PinoLine; // written by our own pino, a line before
  const rows = Object.entries(fields).map(([name, value]) => ` ${style('dim', `${name}=`)}${shown(value)}`);
  const colour = COLOURS[level];
  return `${style('dim', localTime(time))} ${style(colour, level.toUpperCase().padEnd(5))} ${message}${rows.join('')}`;
}

interface PinoLine {
  readonly level: keyof typeof COLOURS;
  readonly time: string;
  readonly message: string;
  readonly [field: string]: unknown;
}

function localTime(iso: string): string {
  const at = new Date(iso);
  return `${at.toTimeString().slice(0, 8)}.${String(at.getMilliseconds()).padStart(3, '0')}`;
}

/** An error is shown as its stack, on lines of its own. */
function shown(value: unknown): string {
  if (typeof value === 'object' && value !== null && 'stack' in value && typeof value.stack === 'string')
    return `\n    ${value.stack.replaceAll('\n', '\n    ')}`;
  return typeof value === 'string' && /^[^\s"=]+$/.test(value) ? value : JSON.stringify(value);
}
