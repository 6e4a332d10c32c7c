import { median } from '../median.ts';
import type { Line } from './line.ts';
import type { Figure } from './measure.ts';

/** The first is what the others are compared with. */
export const NAMES = ['bullmq', 'broker', 'unrecorded', 'recorded'] as const;
export type Name = (typeof NAMES)[number];
export type Lines = Readonly<Record<Name, Line>>;
type Medians = Readonly<Record<Name, number>>;

export interface Comparison {
  readonly rates: Medians;
  /** Lowest and highest rate of the rounds. */
  readonly spread: Readonly<Record<Name, readonly [number, number]>>;
  /** To bare BullMQ, the medians of the rounds' own ratios. */
  readonly ratios: Medians;
  /** The rate of the recorded queue to that of the unrecorded one, the median of the rounds' own ratios. */
  readonly ofUnrecorded: number;
  readonly cpu: Medians;
  readonly cpuRatios: Medians;
  readonly commands: Medians;
}

/** Measures each line once a round, in turns. */
export async function compare(
  lines: Lines,
  rounds: number,
  run: (line: Line) => Promise<Figure>,
): Promise<Comparison> {
  const figures = await inTurns(lines, rounds, async (line) => [await run(line)]);
  const medians = (key: keyof Figure, digits: number): Medians =>
    ofEach((name) => rounded(median(figures[name].map((figure) => figure[key])), digits));
  const ratio = (key: keyof Figure, name: Name, base: Name): number =>
    rounded(median(figures[name].map((figure, at) => figure[key] / (figures[base][at]?.[key] ?? 0))), 2);
  return {
    rates: medians('perSecond', 0),
    spread: ofEach((name) => {
      const rates = figures[name].map(({ perSecond }) => Math.round(perSecond));
      return [Math.min(...rates), Math.max(...rates)] as const;
    }),
    ratios: ofEach((name) => ratio('perSecond', name, 'bullmq')),
    ofUnrecorded: ratio('perSecond', 'recorded', 'unrecorded'),
    cpu: medians('cpuSPer10k', 3),
    cpuRatios: ofEach((name) => ratio('cpuSPer10k', name, 'bullmq')),
    commands: medians('commandsPerJob', 2),
  };
}

/** What each line gave, a wiped one each round; the first round warms up, and is left out. */
export async function inTurns<Value>(
  lines: Lines,
  rounds: number,
  run: (line: Line) => Promise<readonly Value[]>,
): Promise<Readonly<Record<Name, readonly Value[]>>> {
  const values = ofEach((): Value[] => []);
  for (let round = 0; round <= rounds; round += 1) {
    for (const name of round % 2 === 0 ? NAMES : NAMES.toReversed()) {
      await lines[name].wipe();
      const measured = await run(lines[name]);
      if (round > 0) values[name].push(...measured);
    }
  }
  return values;
}

export function ofEach<Value>(value: (name: Name) => Value): Readonly<Record<Name, Value>> {
  return Object.fromEntries(NAMES.map((name) => [name, value(name)])) as Record<Name, Value>; // one of each
}

export function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
