import { html, type SafeHtml } from './html.ts';
import type { Fact, MailLink, MailParts, Paragraph } from './render-mail.ts';
import { FONT, STYLES } from './styles.ts';

/** The mail as HTML: one column of at most 560 pixels, light or dark as the reader's device is, fetching nothing. */
export function renderHtml({ preheader, brand, heading, footer, ...content }: MailParts): string {
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no, date=no, address=no, email=no">
<title>${heading}</title>
${STYLES}
</head>
<body class="page" style="margin:0;padding:0;background-color:#f2f4f7;">
<div style="display:none;max-height:0;overflow:hidden;opacity:0;">${preheader}</div>
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" style="background-color:#f2f4f7;">
<tr><td align="center" class="gutter" style="padding:32px 16px;">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:560px;text-align:left;">
<tr><td class="quiet" style="${FONT}padding:0 4px 16px;font-size:15px;font-weight:600;color:#475467;">${brand}</td></tr>
<tr><td class="card" style="${FONT}padding:36px;background-color:#ffffff;border:1px solid #e4e7ec;border-radius:12px;font-size:16px;line-height:1.6;color:#344054;">
<h1 class="strong" style="margin:0 0 16px;font-size:24px;line-height:1.3;font-weight:700;color:#101828;overflow-wrap:anywhere;">${heading}</h1>
${renderContent(content)}
</td></tr>
<tr><td class="quiet" style="${FONT}padding:20px 4px 0;font-size:13px;line-height:1.5;color:#667085;overflow-wrap:anywhere;">${renderPieces(footer)}</td></tr>
</table>
</td></tr>
</table>
</body>
</html>
`;
  return page.toString();
}

function renderContent({
  paragraphs,
  facts = [],
  button,
}: Pick<MailParts, 'paragraphs' | 'facts' | 'button'>) {
  return [
    ...paragraphs.map(renderParagraph),
    ...(facts.length > 0 ? [renderFacts(facts)] : []),
    ...(button ? [renderButton(button)] : []),
  ];
}

function renderParagraph(paragraph: Paragraph): SafeHtml {
  return html`<p style="margin:0 0 16px;overflow-wrap:anywhere;">${renderPieces(paragraph)}</p>
`;
}

function renderPieces(paragraph: Paragraph): readonly SafeHtml[] {
  const pieces = typeof paragraph === 'string' ? [paragraph] : paragraph;
  return pieces.flatMap((piece) => (typeof piece === 'string' ? renderLines(piece) : [renderLink(piece)]));
}

/** With `<br>`, because mail programs drop `white-space`. */
function renderLines(text: string): readonly SafeHtml[] {
  return text.split(/\r\n|\r|\n/).map((line, index) => html`${index > 0 && BREAK}${line}`);
}

function renderLink({ label, url }: MailLink): SafeHtml {
  return html`<a class="link" href="${url}" style="color:#3538cd;">${label}</a>`;
}

const BREAK = html`<br>`;

function renderFacts(facts: readonly Fact[]): SafeHtml {
  const rows = facts.map(
    ({ label, value }) => html`<tr>
<td class="quiet" width="92" style="${FONT}padding:7px 8px 7px 16px;font-size:14px;line-height:1.5;color:#667085;vertical-align:baseline;">${label}</td>
<td class="strong" style="${FONT}padding:7px 16px 7px 0;font-size:15px;line-height:1.5;font-weight:500;color:#101828;vertical-align:baseline;overflow-wrap:anywhere;">${value}</td>
</tr>
`,
  );
  return html`<table class="panel" width="100%" cellpadding="0" cellspacing="0" style="margin:4px 0 24px;background-color:#f9fafb;border-radius:10px;padding:6px 0;">
${rows}</table>
`;
}

function renderButton({ label, url }: { readonly label: string; readonly url: string }): SafeHtml {
  return html`<table role="presentation" class="wide" cellpadding="0" cellspacing="0" style="margin:8px 0 20px;">
<tr><td class="button" align="center" style="border-radius:8px;background-color:#3538cd;">
<a href="${url}" style="${FONT}display:block;padding:13px 28px;font-size:16px;line-height:1.25;font-weight:600;color:#ffffff;text-decoration:none;">${label}</a>
</td></tr>
</table>
<p class="quiet" style="margin:0;font-size:13px;line-height:1.5;color:#667085;overflow-wrap:anywhere;">Or open this address:<br><a class="link" href="${url}" style="color:#3538cd;">${url}</a></p>
`;
}
