import { z } from 'zod';
import { articleExample } from '../../examples.js';
import type { Rule } from '../../rule.js';
import { HashSet, hashWord } from '../../words.js';

/** Words that put the blame on the customer, or talk down. */
const DEFAULT_TERMS: Readonly<Record<string, string | null>> = {
  'you failed to': null,
  'you neglected to': null,
  'your mistake': null,
  'your own fault': null,
  'as we already told you': null,
  'as previously stated': null,
  'obviously,': null,
  'it is common sense': null,
};

const options = z.strictObject({
  terms: z
    .record(z.string().min(1), z.string().nullable())
    .default({})
    .describe('Terms not to be used, each with the one to use instead, or null.'),
  defaults: z.boolean().default(true).describe('Whether words that blame the customer are looked for, too.'),
});

export const bannedTerm: Rule = {
  meta: {
    id: 'kb/banned-term',
    summary: 'A term that the house does not use: an old product name, a word that blames the customer.',
    severity: 'warning',
    fixable: 'yes',
    example: {
      fails: {
        'kb.yaml': 'lint: { rules: { kb/banned-term: [warning, { terms: { ShopCoins: Pine Points } }] } }\n',
        'articles/refunds.md': articleExample('You can have it back as shopcoins.'),
      },
      passes: { 'articles/refunds.md': articleExample('You can have it back as Pine Points.') },
    },
  },
  options,
  *checkArticle(text, { optionsOf }) {
    const { all, first, byHash } = prepared(optionsOf(options));
    const { words } = text;
    const { prose } = text.markdown;
    for (const i of text.find(first)) {
      const hash = words.hashes[i] as number;
      const start = words.starts[i] as number;
      for (const { term, written } of byHash.get(hash) ?? []) {
        const end = start + term.length;
        const found = prose.slice(start, end);
        if (found.toLowerCase() !== term || /[\p{L}\p{N}]/u.test(prose.charAt(end)) && /[a-z0-9]$/.test(term)) continue;
        const better = all[written];
        const instead = better === null || better === undefined ? undefined : likeCase(found, better);
        yield {
          message: `"${found}" is not to be used`,
          hint: instead === undefined ? 'say it in other words' : `write "${instead}"`,
          ...text.at(start),
          ...(instead !== undefined && { fix: text.edit(start, end, instead) }),
        };
      }
    }
  },
};

interface Prepared {
  readonly all: Readonly<Record<string, string | null>>;
  readonly first: HashSet;
  readonly byHash: ReadonlyMap<number, readonly { readonly term: string; readonly written: string }[]>;
}

/** By the options: they are the same object from one article to the next. */
const preparedBefore = new WeakMap<object, Prepared>();

function prepared(given: z.output<typeof options>): Prepared {
  const known = preparedBefore.get(given);
  if (known) return known;
  const all = { ...(given.defaults && DEFAULT_TERMS), ...given.terms };
  const byHash = new Map<number, { term: string; written: string }[]>();
  for (const written of Object.keys(all)) {
    const term = written.toLowerCase();
    const word = /[\p{Script=Han}]|[\p{L}\p{N}]+(?:'[a-z]+)*/u.exec(term);
    if (word?.index !== 0) continue;
    const hash = hashWord(word[0]);
    byHash.set(hash, [...(byHash.get(hash) ?? []), { term, written }]);
  }
  const value = { all, first: new HashSet(byHash.keys()), byHash };
  preparedBefore.set(given, value);
  return value;
}

/** A replacement in lower case follows the case of what it replaces. */
function likeCase(found: string, better: string): string {
  const isCapital = /^\p{Lu}/u.test(found) && better === better.toLowerCase();
  return isCapital ? better.charAt(0).toUpperCase() + better.slice(1) : better;
}
