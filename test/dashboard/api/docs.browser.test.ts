import { chromium } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import { needProgram } from '../../servers/need-program.ts';
import { openTestApi } from './open-test-api.ts';

test('shows the API, and breaks nothing of the content security policy', async () => {
  const { url } = await openTestApi();
  const browser = await chromium.launch({ executablePath: needProgram('chromium'), args: ['--no-sandbox'] });
  onTestFinished(() => browser.close());
  const page = await browser.newPage();
  const troubles: string[] = [];
  page.on('pageerror', (error) => troubles.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') troubles.push(message.text());
  });
  await page.goto(`${url}/api/docs`);
  await page.locator('#operations-Jobs-postJobs').click();
  await page.locator('text=Enqueues a job').first().waitFor();
  await page.locator('.opblock-body').first().waitFor();
  expect(troubles).toEqual([]);
});
