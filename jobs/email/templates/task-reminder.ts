import { formatDueDate } from './format-due-date.ts';
import { type Fact, renderMail } from './render-mail.ts';

export interface TaskReminderValues {
  readonly brand: string;
  readonly name?: string | undefined;
  readonly subject?: string | undefined;
  readonly task: ReminderTask;
  /** IANA name; the due date is shown in it. */
  readonly timeZone: string;
}

export interface ReminderTask {
  readonly title: string;
  readonly description?: string | undefined;
  /** An instant with its offset, or a date alone. */
  readonly dueAt?: string | undefined;
  readonly priority?: string | undefined;
  readonly category?: string | undefined;
  readonly url?: string | undefined;
}

/** Reminds the owner of one task. */
export function renderTaskReminder({ brand, name, subject, task, timeZone }: TaskReminderValues) {
  const due = task.dueAt === undefined ? undefined : formatDueDate(task.dueAt, timeZone);
  return {
    subject: subject ?? `Reminder: ${task.title}`,
    ...renderMail({
      preheader: due === undefined ? 'One of your tasks is waiting for you.' : `Due ${due}.`,
      brand,
      heading: task.title,
      paragraphs: [
        `${name === undefined ? 'Hello' : `Hello ${name}`}, this is a reminder of your task.`,
        ...(task.description === undefined ? [] : [task.description]),
      ],
      facts: factsOf(task, due),
      button: task.url === undefined ? undefined : { label: 'Open the task', url: task.url },
      footer: `You get this mail because you asked ${brand} to remind you of this task.`,
    }),
  };
}

function factsOf({ priority, category }: ReminderTask, due: string | undefined): readonly Fact[] {
  const facts = [
    { label: 'Due', value: due },
    { label: 'Priority', value: priority },
    { label: 'Category', value: category },
  ];
  return facts.flatMap(({ label, value }) => (value === undefined ? [] : [{ label, value }]));
}
