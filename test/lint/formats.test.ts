import { readFile } from 'node:fs/promises';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { lintReporters } from '../../src/reporting/index.js';
import { lintTexts, minimal } from './workspaces.js';

const style = { color: false, width: 100 };
const result = lintTexts({
  ...minimal,
  'articles/refunds.md':
    '---\ntitle: Refunds\nintents: [refund.status]\nowner: payments\n---\nIn TODO days, <b> & "so": 100%.\n\n## A, B\n',
  'intents/z.md': '---\nintent: z\ntier: complex\nowner: a\n---\n## en\n- where is my money\n',
  'articles/broken.md': 'no front matter',
});

test('SARIF is valid by the official schema', async () => {
  const schema = JSON.parse(await readFile('fixtures/schemas/sarif-2.1.0.json', 'utf8')) as Record<string, unknown>;
  // The schema is of draft 4, in which an id is `id`; nothing else of it differs from what ajv knows.
  const { $schema: _, id: __, ...draft } = schema;
  const validate = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(draft);

  const valid = validate(JSON.parse(lintReporters.sarif(result)));

  expect(validate.errors ?? []).toEqual([]);
  expect(valid).toBe(true);
});

test('SARIF names each result by what it is about, not by its line', () => {
  const { runs } = JSON.parse(lintReporters.sarif(result)) as {
    runs: { results: { partialFingerprints: object }[] }[];
  };

  expect(runs[0]?.results.length).toBe(result.problems.length);
  expect(runs[0]?.results[0]?.partialFingerprints).toHaveProperty('kb/v1');
});

test('GitHub annotations escape what would end them', () => {
  const lines = lintReporters.github(result).trimEnd().split('\n');

  expect(lines[0]).toMatch(
    /^::error file=articles\/broken\.md,line=1,col=1,title=kb\/front-matter-schema::no front matter/,
  );
  for (const line of lines) expect(line).toMatch(/^::(?:error|warning|notice) [^\n]+::[^\n]+$/);
});

test('GitLab gets a fingerprint for each finding, no two alike', () => {
  const entries = JSON.parse(lintReporters.gitlab(result)) as {
    fingerprint: string;
    location: { lines: { begin: number } };
  }[];

  expect(new Set(entries.map(({ fingerprint }) => fingerprint)).size).toBe(result.problems.length);
  expect(entries.every(({ location }) => location.lines.begin >= 1)).toBe(true);
});

test('JUnit has a case for each file and rule, and a passing one for a file without findings', () => {
  const xml = lintReporters.junit(result);

  expect(xml).toContain('<testcase classname="kb.yaml" name="lint"/>');
  expect(xml).toContain('name="kb/placeholder" file="articles/refunds.md" line="6"');
  expect(xml.replace(/&(?:amp|lt|gt|quot|#39);/g, '')).not.toContain('&');
  expect(xml.match(/<testcase /g)).toHaveLength(Number(/ tests="(\d+)"/.exec(xml)?.[1]));
});

test('Markdown takes nothing of the content for markup', () => {
  const files = {
    ...minimal,
    'articles/refunds.md':
      minimal['articles/refunds.md']?.replace('title: Refunds', 'title: Refunds\nowener: "<script>|x"') ?? '',
  };
  const hostile = lintTexts({
    ...files,
    'intents/z.md':
      '---\nintent: z\n---\n## en\n- <script>alert(1)</script> | [a](b)\n- <script>alert(1)</script> | [a](b)!\n',
  });

  expect(lintReporters.markdown(hostile)).not.toMatch(/[^\\]<script/);
  expect(lintReporters.compact(hostile).split('\n').length - 1).toBe(hostile.problems.length);
});

test('every format gives the same text for the same result', () => {
  for (const [, report] of Object.entries(lintReporters)) expect(report(result, style)).toBe(report(result, style));
});
