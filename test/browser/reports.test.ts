import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allPages, HOSTILE } from '../reporting/reports.js';
import { executable, startBrowser, WHERE } from './browser.js';

if (executable === undefined) test.skip(`the reports are not opened in a browser: ${WHERE}`, () => undefined);

const PAGES = [
  'eval',
  'learningCurve',
  'history',
  'lint',
  'simulation',
  'mining',
  'stats',
  'next',
  'suspects',
  'tuning',
  'logReplay',
  'check',
] as const;

describe.skipIf(executable === undefined)('reports in a browser', () => {
  let folder: string;
  let browser: Browser;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'kb-pages-'));
    for (const [name, text] of Object.entries(await allPages())) {
      await writeFile(path.join(folder, `${name}.html`), text);
    }
    browser = await startBrowser();
  });

  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Opens a page from disk, and holds against it what it tells the console and asks for; then closes it again. */
  async function open(name: string, look: (page: Page) => Promise<void>): Promise<void> {
    const context = await browser.newContext({ viewport: { width: 1200, height: 900 } });
    try {
      const page = await context.newPage();
      const told: string[] = [];
      page.on('console', (message) => told.push(message.text()));
      page.on('pageerror', (error) => told.push(error.message));
      page.on('dialog', (dialog) => told.push(`a dialog: ${dialog.message()}`));
      page.on('request', (request) => told.push(request.url()));
      const url = pathToFileURL(path.join(folder, `${name}.html`)).href;
      await page.goto(url);
      await look(page);
      expect(told.filter((line) => !line.startsWith('data:'))).toEqual([url]);
    } finally {
      await context.close();
    }
  }

  /** What axe finds, by its rules of WCAG AA and good practice, or by some of them. */
  function violations(page: Page, ...rules: readonly string[]): Promise<readonly string[]> {
    const only = rules.length > 0 ? rules : ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    return page.evaluate<
      readonly string[]
    >(`axe.run({ runOnly: ${JSON.stringify(only)}, resultTypes: ['violations'] }).then(({ violations }) =>
      violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).slice(0, 3).join(' | ')))`);
  }

  test.each(PAGES)(
    '%s is silent and asks for nothing; axe finds nothing in light and dark; it fits a phone',
    async (name) => {
      await open(name, async (page) => {
        // Closed parts are not on the screen, and would not be looked at.
        await page.evaluate(`for (const part of document.querySelectorAll('details')) part.open = true`);
        await page.evaluate(axe.source);
        expect(await violations(page)).toEqual([]);
        await page.emulateMedia({ colorScheme: 'dark' });
        expect(await violations(page, 'color-contrast')).toEqual([]);

        await page.setViewportSize({ width: 360, height: 740 });
        const { scrollWidth, clientWidth } = await page.evaluate<{ scrollWidth: number; clientWidth: number }>(
          `(({ scrollWidth, clientWidth }) => ({ scrollWidth, clientWidth }))(document.documentElement)`,
        );
        expect(clientWidth).toBe(360);
        expect(scrollWidth).toBeLessThanOrEqual(clientWidth);
      });
    },
    120_000,
  );

  test('a table is sorted by the keyboard, one way and the other, and says so', async () => {
    await open('eval', async (page) => {
      const table = page.locator('table:has(caption#by-intent-caption)');
      const head = table.locator('th', { hasText: 'recall' });
      const recalls = async (): Promise<number[]> =>
        (await table.locator('tbody tr td:nth-child(4)').allTextContents()).map((text) => parseFloat(text));
      await head.getByRole('button').focus();
      await page.keyboard.press('Enter');
      const down = await recalls();
      expect(await head.getAttribute('aria-sort')).toBe('descending');
      await page.keyboard.press('Space');

      expect(await head.getAttribute('aria-sort')).toBe('ascending');
      expect(new Set(down).size).toBeGreaterThan(3);
      expect(down).toEqual(down.toSorted((a, b) => b - a));
      expect(await recalls()).toEqual(down.toSorted((a, b) => a - b));
    });
  });

  test('a table is filtered by typing and by choosing, and says how much is left', async () => {
    await open('lint', async (page) => {
      const rows = page.locator('table:has(caption#all-findings-caption) tbody tr:visible');
      const search = page.getByLabel('Find in this table');
      expect(await rows.count()).toBe(18);
      await search.focus();
      await page.keyboard.type('onerror');
      expect(await rows.count()).toBe(3);
      expect(await page.getByRole('status').textContent()).toBe('3 of 18 rows');
      await page.getByLabel('severity').selectOption({ label: '✗ error' });
      expect(await rows.count()).toBe(1);
      await search.fill('');
      expect(await rows.count()).toBe(6);
    });
  });

  test('without its script a page is whole: all rows, no tools', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(pathToFileURL(path.join(folder, 'lint.html')).href);
    expect(await page.locator('caption#all-findings-caption ~ tbody tr').count()).toBe(18);
    expect(await page.locator('.tools, thead button').count()).toBe(0);
    await context.close();
  });

  test('hostile sentences are read as text', async () => {
    await open('lint', async (page) => {
      const text = await page.locator('main').innerText();
      expect(text).toContain(HOSTILE[0]);
      expect(text).toContain(HOSTILE[1]);
      expect(text).toContain('&lt;b&gt; is no tag');
      expect(text).toContain('right \ufffdto left\ufffd');
    });
  });
});
