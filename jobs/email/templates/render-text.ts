import type { MailParts } from './render-mail.ts';

/** The mail as plain text, for those who read it so and for the filters that compare both. */
export function renderText({ brand, heading, paragraphs, facts = [], button, footer }: MailParts): string {
  const parts = [
    `${heading}\n${'='.repeat(Math.min(heading.length, 70))}`,
    ...paragraphs,
    facts.map(({ label, value }) => `${label}: ${value}`).join('\n'),
    button && `${button.label}:\n${button.url}`,
    `-- \n${brand}\n${footer}`,
  ];
  return `${parts.filter(Boolean).join('\n\n')}\n`;
}
