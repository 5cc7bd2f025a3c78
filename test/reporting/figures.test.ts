import { expect, test } from 'vitest';
import { figureMeanings } from '../../src/reporting/index.js';

const HEAD = `# Figures

What each figure means, how it is computed and where it comes from; \`kb explain metric/ece\` says the same. Made from
\`src/reporting/figures.ts\` by \`npx vitest run test/reporting -u\`.
`;

test('docs/metrics.md says what kb explain says', async () => {
  const sections = figureMeanings.map(
    ({ id, name, meaning, formula, source }) =>
      `\n## ${name}\n\n\`${id}\`\n\n${meaning}\n\nFormula: ${formula}\n\nSource: ${source}\n`,
  );
  await expect(HEAD + sections.join('')).toMatchFileSnapshot('../../docs/metrics.md');
});

test('a figure stands once', () => {
  expect(new Set(figureMeanings.map(({ id }) => id)).size).toBe(figureMeanings.length);
});
