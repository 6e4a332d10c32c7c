import { renderHtml } from './render-html.ts';
import { renderText } from './render-text.ts';

/** What a templated mail says, before it is HTML or plain text. All of it is text: markup in it is shown, not obeyed. */
export interface MailParts {
  /** Shown after the subject in the list of mails; about 90 characters are seen. */
  readonly preheader: string;
  /** Who writes: the sender's name. */
  readonly brand: string;
  readonly heading: string;
  readonly paragraphs: readonly Paragraph[];
  /** Facts in a small table. */
  readonly facts?: readonly Fact[] | undefined;
  /** The one thing to do; `url` is http or https. */
  readonly button?: { readonly label: string; readonly url: string } | undefined;
  /** Why the reader got this mail. */
  readonly footer: Paragraph;
}

/** Text, or text with links in it. */
export type Paragraph = string | readonly (string | MailLink)[];

/** `url` is http or https. */
export interface MailLink {
  readonly label: string;
  readonly url: string;
}

export interface Fact {
  readonly label: string;
  readonly value: string;
}

/** The two bodies of a mail, which say the same. */
export function renderMail(parts: MailParts): { readonly html: string; readonly text: string } {
  return { html: renderHtml(parts), text: renderText(parts) };
}
