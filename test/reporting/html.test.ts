import { createHash } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { pages } from '../../src/reporting/index.js';
import { allPages, evalReport, lintResult } from './reports.js';

let made: Readonly<Record<string, string>>;

beforeAll(async () => {
  made = await allPages();
});

test('no page takes anything of the data for markup, nor shows what reorders a line or steers a terminal', () => {
  for (const [name, page] of Object.entries(made)) {
    expect(page, name).toContain('&lt;script&gt;');
    // The page's own is the only script; nothing else begins or ends one, or has an event handler.
    expect(page.match(/<\/?script/gi), name).toEqual(['<script', '</script']);
    expect(page.match(/<\/?style/gi), name).toEqual(['<style', '</style']);
    expect(page, name).not.toMatch(/<[^>]*\son\w+=/i);
    expect(page, name).not.toMatch(/<img|<iframe|<object|<embed|<form|\sstyle=/i);
    expect(page, name).not.toMatch(/(?!\n)[\p{Cc}\u202a-\u202e\u2066-\u2069\ud800-\udfff]/u);
  }
});

test('quotes in the data never leave an attribute', () => {
  for (const [name, page] of Object.entries(made)) {
    for (const [tag] of page.slice(page.indexOf('<body>'), page.lastIndexOf('<script>')).matchAll(/<[a-z][^>]*>/gi)) {
      expect(tag, name).toMatch(/^<[a-z][a-z0-9]*(?: [a-zA-Z-]+(?:="[^"<>]*")?)*\/?>$/);
    }
  }
});

test('a page loads nothing: its policy allows its own style and script by their hashes, and they have these', () => {
  for (const [name, page] of Object.entries(made)) {
    const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(page)?.[1] ?? '';
    expect(policy, name).toMatch(/^default-src 'none'; style-src 'sha256-[^ ]+'; script-src 'sha256-[^ ]+'; /);
    for (const tag of ['style', 'script'] as const) {
      const text = new RegExp(`<${tag}>([\\s\\S]*)</${tag}>`).exec(page)?.[1] ?? '';
      expect(policy, name).toContain(`${tag}-src 'sha256-${createHash('sha256').update(text).digest('base64')}'`);
    }
    expect(page, name).not.toMatch(/(?:src|href)="(?!#|data:,")/);
  }
});

test('every id is there once, and every reference has its target', () => {
  for (const [name, page] of Object.entries(made)) {
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size, name).toBe(ids.length);
    for (const [, target] of page.matchAll(/(?:href="#|aria-labelledby=")([^"]+)"/g))
      expect(ids, name).toContain(target);
  }
});

test('the same report gives the same bytes', async () => {
  expect(await pages.eval(evalReport(12))).toBe(made['eval']);
  expect(await pages.lint(lintResult)).toBe(made['lint']);
});

test('an evaluation of 150 intents and 6,000 utterances stays within 2 MB', async () => {
  const page = await pages.eval(evalReport(150, 40));

  expect(Buffer.byteLength(page)).toBeLessThan(2 * 2 ** 20);
  expect(page).toMatch(/The first 1,500 of [\d,]+ rows; --format json has all/);
});
