/** Titles by the type of a notification; `%` stands for the title of what it is about. */
const TITLES: Readonly<Record<string, string>> = {
  'task-created': 'Task created: %',
  'task-updated': 'Task changed: %',
  'task-completed': 'Task completed: %',
  'task-reopened': 'Task reopened: %',
  'task-shared': 'A task was shared with you: %',
  'task-due': 'Due today: %',
  'low-stock': 'Low stock: %',
  reordered: 'Ordered from the supplier: %',
};

/** What a notification is called when its sender did not say: by its type and what `data.title` names. */
export function notificationTitle(type: string, data: Readonly<Record<string, unknown>>): string {
  const about = typeof data['title'] === 'string' ? data['title'] : aboutTask(data['taskId']);
  const known = TITLES[type];
  if (known === undefined) return about === '' ? readable(type) : `${readable(type)}: ${about}`;
  return known.replace('%', () => about).replace(/: $/, '');
}

function aboutTask(taskId: unknown): string {
  return typeof taskId === 'number' || typeof taskId === 'string' ? `task ${taskId}` : '';
}

/** `stock_is-back` becomes `Stock is back`. */
function readable(type: string): string {
  const words = type.replaceAll(/[-_.]+/g, ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The beginning of a text when it is longer than `most` characters, cut between words where that is near. */
export function shorten(text: string, most: number): string {
  const characters = Array.from(text);
  if (characters.length <= most) return text;
  // Three dots, because … would double what an SMS costs.
  return `${characters
    .slice(0, most - 3)
    .join('')
    .replace(/\s+\S{0,20}$/, '')}...`;
}
