import type { MailLink, Paragraph } from '../email/templates/render-mail.ts';

const LINK = /\[([^\]\n]{1,200})\]\((https?:\/\/[^\s)]{1,2000})\)/g;

/** What is written like a link, wherever it would lead. */
const LIKE_A_LINK = /\[[^[\]\n]{0,200}\]\([^)\n]{0,2000}\)/g;

/** Whether everything in a campaign's text that is written like a link is one. */
export function hasOnlyLinks(text: string): boolean {
  return (
    text
      .replaceAll(LINK, (link, _label, url: string) => (URL.canParse(url) ? '' : link))
      .search(LIKE_A_LINK) === -1
  );
}

/** A campaign's text as paragraphs for one reader, its links led through `click`. */
export function readBody(text: string, click: (url: string) => string): readonly Paragraph[] {
  return text.split(/\n{2,}/).map((paragraph) => {
    // Every third piece is a label and the one after it an address: what the pattern's groups took.
    const pieces = paragraph.split(LINK);
    return pieces.flatMap((piece, at): readonly (string | MailLink)[] => {
      if (at % 3 === 0) return piece === '' ? [] : [piece];
      return at % 3 === 1 ? [{ label: piece, url: click(pieces[at + 1] ?? '') }] : [];
    });
  });
}

/** A campaign's text where links are bare addresses. */
export function flatBody(text: string, click: (url: string) => string): string {
  return text.replace(LINK, (_, label: string, url: string) => `${label}: ${click(url)}`);
}
