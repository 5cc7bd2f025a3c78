import { expect, test } from 'vitest';
import { findings } from './workspaces.js';

/** Bodies of articles as real ones are written, in which a rule once found what is none. */
const right: readonly (readonly [rule: string, what: string, body: string])[] = [
  ['kb/dead-internal-link', 'an underscore within a word', 'See [it](#the-order_id-field).\n\n## The order_id field\n\nA number.'],
  ['kb/dead-internal-link', 'code in a heading', 'See [it](#__total).\n\n## `__total`\n\nA sum.'],
  ['kb/dead-internal-link', 'an emphasised heading', 'See [it](#fees).\n\n## _Fees_\n\nNone.'],
  ['kb/dead-internal-link', 'an anchor in HTML', 'See [it](#Old-Fees).\n\n<a name="old-fees"></a>\n\nNone.'],
  ['kb/no-direct-answer', 'a sentence that ends in an address', '*For all fees, look at https://shop.example/fees.*'],
  ['kb/steps-untestable', 'a numbered list of links', '1. [A](a.md)\n2. [B](b.md)\n3. [C](c.md)\n4. [D](d.md)\n5. [E](e.md)'],
  ['kb/spelling', 'British words', 'An acknowledgement comes by post, as is our practise; it focusses on durations.'],
  ['kb/spelling', 'words of known parts', 'It is reposted with rounded and unrounded sums of selectable encodings.'],
  ['kb/spelling', 'an abbreviation also in capitals', 'TOML is a format; a toml file holds it.'],
  ['utt/confusable-chars', 'a no-break blank in an article', 'Harbour\u00a0&\u00a0Pine pays\u00a0you.'],
]; // prettier-ignore

test.each(right)('%s passes over %s', async (rule, _, body) => {
  const text = `---\ntitle: Refunds\nintents: [refund.status]\nowner: payments\n---\n${body}\n`;

  expect(await findings(rule, { 'articles/refunds.md': text })).toEqual([]);
});

const article = (title: string, body: string): string =>
  `---\ntitle: ${title}\nintents: [refund.status]\nowner: payments\n---\n${body}\n`;

test('a question that points at its article is another one in each; one that names its subject is not', async () => {
  const asked = (question: string): Promise<string[]> =>
    findings('kb/same-question-different-answer', {
      'articles/refunds.md': article('Refunds', `Money comes back.\n\n## ${question}\n\nFive days.`),
      'articles/parcels.md': article('Parcels', `They come by van.\n\n## ${question}\n\nTwo days.`),
    });

  expect(await asked('How long does it take?')).toEqual([]);
  expect(await asked('What do I need?')).toEqual([]);
  expect(await asked('这要多久？')).toEqual([]);
  expect(await asked('How long does a transfer take?')).toHaveLength(1);
  expect(await asked('转账要多久？')).toHaveLength(1);
});

test('misspelt words are still told, also those that begin as others do', async () => {
  const body = 'The recieved parcel is untill now corespondingly returing, availlable ones too.';
  const found = await findings('kb/spelling', { 'articles/refunds.md': article('Refunds', body) });

  expect(found.map((one) => /"(\w+)"/.exec(one)?.[1])).toEqual(expect.arrayContaining(['recieved', 'untill', 'returing', 'corespondingly', 'availlable'])); // prettier-ignore
});
