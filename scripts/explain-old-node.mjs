// Kept to what every Node can read, so that an old one gets as far as being told.
import { readFileSync } from 'fs';

/** What to do about a Node older than package.json allows; undefined when it is new enough. */
export function explainOldNode() {
  const { engines } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  const given = process.versions.node;
  if (!isOlder(given, engines.node.replace(/[^\d.]/g, ''))) return undefined;
  return `Nightshift needs Node ${engines.node}, and this is Node ${given}. Install a newer one from https://nodejs.org and run the command again.\n`;
}

function isOlder(given, wanted) {
  const [a, b] = [given, wanted].map((version) => version.split('.').map(Number));
  const at = b.findIndex((part, index) => part !== a[index]);
  return at !== -1 && a[at] < b[at];
}
