/**
 * Bull Board's page without the placeholder that is shown while it loads, which is styled inline, and without the fonts
 * it would fetch from another server. The content security policy forbids both.
 */
export function withoutInline(html: string): string {
  return html
    .replace(/<link\b[^>]*\bhref="https?:[^>]*>/g, '')
    .replace(/<div id="root">[\s\S]*?<\/style>\s*<\/div>/, '<div id="root"></div>');
}
