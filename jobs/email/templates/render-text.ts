import type { MailParts, Paragraph } from './render-mail.ts';

/** The mail as plain text, for those who read it so and for the filters that compare both. */
export function renderText({ brand, heading, paragraphs, facts = [], button, footer }: MailParts): string {
  const parts = [
    `${heading}\n${'='.repeat(Math.min(heading.length, 70))}`,
    ...paragraphs.map(renderParagraph),
    facts.map(({ label, value }) => `${label}: ${value}`).join('\n'),
    button && `${button.label}:\n${button.url}`,
    `-- \n${brand}\n${renderParagraph(footer)}`,
  ];
  return `${parts.filter(Boolean).join('\n\n')}\n`;
}

function renderParagraph(paragraph: Paragraph): string {
  if (typeof paragraph === 'string') return paragraph;
  return paragraph
    .map((piece) => (typeof piece === 'string' ? piece : `${piece.label}: ${piece.url}`))
    .join('');
}
