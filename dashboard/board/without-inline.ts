import { STYLE_NONCE_PATH } from './style-nonce.ts';

/**
 * Bull Board's page as the content security policy wants it: without the placeholder that is shown while it loads, which
 * is styled inline, without the fonts it would fetch from another server, and with the nonce for its styles.
 */
export function withoutInline(html: string, styleNonce: string): string {
  return html
    .replace(/<link\b[^>]*\bhref="https?:[^>]*>/g, '')
    .replace(/<div id="root">[\s\S]*?<\/style>\s*<\/div>/, '<div id="root"></div>')
    .replace('</head>', `<script src="${STYLE_NONCE_PATH}" nonce="${styleNonce}"></script></head>`);
}
