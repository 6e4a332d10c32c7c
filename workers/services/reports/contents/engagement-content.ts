import { engagementRows } from '../../../../src/domain/reports/engagement-rows.ts';
import {
  type Engagement,
  type EngagementSums,
  readEngagement,
} from '../../../../src/domain/reports/read-engagement.ts';
import { slicesOf } from '../../../../src/domain/reports/slices.ts';
import { changeOf, changeOfShare, formatCount, formatShare, formatShort } from '../format.ts';
import type { ReportContent, ReportQuestion } from '../report-content.ts';
import type { KeyFigure, ReportBlock } from '../report-document.ts';

/** Who came, what they did, and how many of the visits ended in a purchase. */
export const engagementContent: ReportContent = {
  title: 'User engagement',
  notes: [
    'Active is a user of whom at least one event is known. Conversion is the share of visits that ended in a purchase; returning are active users who were active in the period before too.',
    'Of one seller only those visits count in which one of its products was met. New users are those of the whole marketplace.',
  ],
  rows: engagementRows,
  read: async (db, question) => {
    const now = await readEngagement(db, question, question.slices.starts);
    // Nobody asks who came back in the period before, so the one before that is not looked at.
    const then = { ...question, period: question.before };
    const was = await readEngagement(db, then, slicesOf(question.before).starts);
    return {
      sections: [{ keyFigures: keyFiguresOf(now, was), blocks: blocksOf(now, was, question) }],
      figures: { ...now.total, cameBack: now.cameBack, newUsers: now.newUsers },
    };
  },
};

function keyFiguresOf(now: Engagement, was: Engagement): readonly KeyFigure[] {
  const counted = (label: string, value: (of: Engagement) => number) => ({
    label,
    value: formatCount(value(now)),
    change: changeOf(value(now), value(was), { format: formatCount }),
  });
  const conversion = ({ total }: Engagement) => ({ part: total.buying, of: total.visits });
  const { part, of } = conversion(now);
  return [
    counted('Active users', ({ total }) => total.users),
    counted('Visits', ({ total }) => total.visits),
    {
      label: 'Conversion',
      value: formatShare(part, of),
      change: changeOfShare(conversion(now), conversion(was)),
    },
    counted('New users', ({ newUsers }) => newUsers),
    counted('Events', ({ total }) => total.events),
    counted('Visits with a purchase', ({ total }) => total.buying),
    {
      label: 'Returning users',
      value: formatShare(now.cameBack, now.total.users),
      change: {
        text: formatCount(now.cameBack),
        before: `${formatCount(was.total.users)} users`,
        mood: 'neutral',
      },
    },
    { label: 'Events per visit', value: perVisit(now.total) },
  ];
}

function perVisit({ events, visits }: EngagementSums): string {
  return visits === 0 ? '–' : (events / visits).toFixed(1);
}

function blocksOf(now: Engagement, was: Engagement, { slices }: ReportQuestion): readonly ReportBlock[] {
  const { labels, unit } = slices;
  const blocks: ReportBlock[] = [
    {
      kind: 'chart',
      title: `Active users by ${unit}`,
      chart: {
        kind: 'columns',
        labels,
        columns: [{ name: 'This period', values: now.slices.map(({ users }) => users) }],
        lines: [
          { name: 'Period before', values: was.slices.map(({ users }) => users).slice(0, labels.length) },
        ],
        format: formatShort,
      },
    },
  ];
  if (now.total.events === 0) return blocks;
  blocks.push({
    kind: 'pair',
    charts: [
      { kind: 'chart', title: 'From visit to purchase', chart: funnelOf(now.total) },
      { kind: 'chart', title: 'Active users by country', chart: countriesOf(now) },
    ],
  });
  const number = (title: string) => ({ title, isNumber: true });
  blocks.push({
    kind: 'table',
    title: 'Steps of a visit',
    columns: [
      { title: 'Visits', isWide: true },
      ...['This period', 'Of all visits', 'Period before', 'Of all visits', 'Change'].map(number),
    ],
    rows: STEPS.map(([label, name]) => [
      label,
      formatCount(now.total[name]),
      formatShare(now.total[name], now.total.visits),
      formatCount(was.total[name]),
      formatShare(was.total[name], was.total.visits),
      changeOf(now.total[name], was.total[name], { format: formatCount }).text,
    ]),
  });
  blocks.push({
    kind: 'table',
    title: 'Products that were looked at most',
    columns: [
      { title: 'Product', isWide: true },
      ...['Views', 'Into the basket', 'Purchases', 'Purchases per view'].map(number),
    ],
    rows: now.products.map(({ name, views, carts, purchases }) => [
      ...[name, formatCount(views), formatCount(carts), formatCount(purchases)],
      formatShare(purchases, views),
    ]),
  });
  return blocks;
}

const STEPS: readonly (readonly [label: string, name: keyof EngagementSums])[] = [
  ['All', 'visits'],
  ['Looked at a product', 'viewing'],
  ['Put one into the basket', 'carting'],
  ['Went to the checkout', 'checkingOut'],
  ['Bought', 'buying'],
];

function funnelOf(total: EngagementSums) {
  return {
    kind: 'bars' as const,
    bars: STEPS.map(([name, step]) => ({
      name,
      value: total[step],
      label: formatShare(total[step], total.visits),
    })),
  };
}

function countriesOf({ countries }: Engagement) {
  return {
    kind: 'bars' as const,
    bars: countries.slice(0, 8).map(({ country, users }) => ({
      name: country,
      value: users,
      label: formatCount(users),
    })),
  };
}
