import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { rules } from '../../src/lint/index.js';

test('docs/rules.md names every rule with its severity', async () => {
  const page = await readFile('docs/rules.md', 'utf8');

  const rows = page.split('\n').filter((line) => line.startsWith('|'));
  for (const { meta } of rules) {
    const row = rows.find((line) => line.includes(`\`${meta.id}\``));
    expect(row, `write it with: kb lint --list-rules --format markdown (${meta.id})`).toContain(` ${meta.severity}`);
  }
});
