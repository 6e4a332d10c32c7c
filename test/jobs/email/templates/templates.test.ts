import { describe, expect, test } from 'vitest';
import { formatDueDate } from '../../../../jobs/email/templates/format-due-date.ts';
import { renderTaskReminder } from '../../../../jobs/email/templates/task-reminder.ts';
import { renderWelcome } from '../../../../jobs/email/templates/welcome.ts';

const evil = '<img src=x onerror=alert(1)>"\'';

describe('welcome', () => {
  test('says the same in HTML and in plain text', () => {
    const url = 'https://app.example.com/confirm?token=1&for=ada';
    const { subject, html, text } = renderWelcome({ brand: 'Shop', name: 'Ada', confirmUrl: url });
    expect(subject).toBe('Welcome to Shop');
    for (const part of ['Welcome, Ada!', 'Please confirm your address', 'Confirm my address']) {
      expect(html).toContain(part);
      expect(text).toContain(part);
    }
    expect(text).toContain(url);
    expect(html).toContain('href="https://app.example.com/confirm?token=1&amp;for=ada"');
  });

  test('has no button without an address to confirm', () => {
    const { html, text } = renderWelcome({ brand: 'Shop', name: 'Ada' });
    expect(html).not.toContain('<a ');
    expect(text).not.toContain('http');
  });

  test('shows markup in a name and does not obey it', () => {
    const { html } = renderWelcome({ brand: evil, name: evil, confirmUrl: 'https://x.example/"onclick="' });
    expect(html).not.toContain('<img');
    expect(html).not.toContain('"onclick');
  });
});

describe('task reminder', () => {
  const task = {
    title: 'Send the figures',
    description: 'First line\nSecond line',
    dueAt: '2030-03-29T16:00:00Z',
    priority: 'High',
    category: 'Finance',
    url: 'https://app.example.com/tasks/1',
  };

  test('says what is due, when and where', () => {
    const { subject, html, text } = renderTaskReminder({
      brand: 'Shop',
      name: 'Ada',
      task,
      timeZone: 'Europe/Berlin',
    });
    expect(subject).toBe('Reminder: Send the figures');
    for (const part of [
      'Hello Ada',
      'Send the figures',
      '29 March 2030',
      '17:00',
      'High',
      'Finance',
      'Open the task',
    ]) {
      expect(html).toContain(part);
      expect(text).toContain(part);
    }
    expect(html).toContain('First line<br>Second line');
  });

  test('needs only a title', () => {
    const { html, text } = renderTaskReminder({ brand: 'Shop', task: { title: 'x' }, timeZone: 'UTC' });
    expect(html).not.toMatch(/undefined|Due|<a /);
    expect(text).not.toMatch(/undefined|Due/);
  });

  test('shows markup in a task and does not obey it', () => {
    const fields = { title: evil, description: evil, priority: evil, category: evil };
    const { html } = renderTaskReminder({ brand: evil, name: evil, task: fields, timeZone: 'UTC' });
    expect(html).not.toContain('<img');
  });
});

test('works in light and dark, on a phone, and fetches nothing', () => {
  const { html } = renderWelcome({ brand: 'Shop', name: 'Ada', confirmUrl: 'https://app.example.com/' });
  expect(html).toContain('prefers-color-scheme: dark');
  expect(html).toContain('width=device-width');
  expect(html).not.toMatch(/<(?:img|link|script|iframe)|url\(|@import/);
});

test.each([
  ['2030-03-29T16:00:00Z', 'Europe/Berlin', /^Friday,? 29 March 2030 at 17:00 (?:CET|GMT\+1)$/],
  ['2030-07-01T23:30:00+02:00', 'America/New_York', /^Monday,? 1 July 2030 at 17:30 (?:EDT|GMT-4)$/],
  ['2030-03-29', 'Pacific/Honolulu', /^Friday,? 29 March 2030$/],
])('%s in %s', (dueAt, timeZone, expected) => {
  expect(formatDueDate(dueAt, timeZone)).toMatch(expected);
});
