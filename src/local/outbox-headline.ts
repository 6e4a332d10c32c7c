import { decodeWords } from 'postal-mime';

/** What an item of the outbox is about, and whom it is to, in one line, as far as the beginning of its file says. */
export function outboxHeadline(name: string, start: string): string {
  if (name.endsWith('.eml')) {
    const header = headerOf(start);
    return join(header('Subject'), header('To'));
  }
  if (name.endsWith('.json')) {
    const [, about] = /"(?:title|subject)":\s*"((?:[^"\\]|\\.)*)"/.exec(start) ?? [];
    return about === undefined ? '' : String(JSON.parse(`"${about}"`));
  }
  const [head = '', ...body] = start.split(/\n\n/);
  return join(body.join(' ').trim().split('\n')[0], /^To: (.*)$/m.exec(head)?.[1]);
}

const join = (about = '', to = ''): string => [about, to].filter(Boolean).join(' · ');

/** Gives headers of a mail, unfolded and decoded. */
function headerOf(start: string): (name: string) => string | undefined {
  const [head = ''] = start.replaceAll('\r\n', '\n').split('\n\n');
  const lines = head.replaceAll(/\n[ \t]+/g, ' ').split('\n');
  return (name) => {
    const line = lines.find((each) => each.toLowerCase().startsWith(`${name.toLowerCase()}:`));
    return line && decodeWords(line.slice(name.length + 1).trim());
  };
}
