import { z } from 'zod';
import { articleExample } from '../../examples.js';
import type { Rule } from '../../rule.js';
import { HashSet, hashWord } from '../../words.js';

/** A claim by its first word: what must follow it. */
const CLAIMS: readonly (readonly [string, RegExp])[] = [
  ['guaranteed', /^guaranteed\s(?:return|profit|approval|income|cure|results?|interest)s?\b/i],
  ['risk', /^risk[\s-]free\s(?:investment|return|profit|loan|saving)s?\b/i],
  ['no', /^no\s(?:risk of loss|side[\s-]effects?)\b/i],
  ['cures', /^cures\s\w+/i],
  ['heals', /^heals\s\w+/i],
  ['clinically', /^clinically\sproven\b/i],
  ['double', /^double\syour\smoney\b/i],
  ['保', /^保(?:本|证收益|证盈利)/],
  ['稳', /^稳赚/],
  ['根', /^根治/],
  ['无', /^无(?:风险投资|任何副作用|副作用)/],
];

const options = z.strictObject({
  notices: z
    .array(z.string().min(1))
    .default(['capital at risk', 'capital is at risk', 'not financial advice', 'not medical advice', 'ask your doctor', 'consult a doctor', 'terms apply', '投资有风险', '请咨询医生', '不构成投资建议'])
    .describe('An article with one of these may make the claim.'),
});

export const restrictedClaim: Rule = {
  meta: {
    id: 'kb/restricted-claim',
    summary: 'A promise about money or health that may only be made with a notice, and the article has none.',
    severity: 'error',
    fixable: 'no',
    example: {
      fails: { 'articles/refunds.md': articleExample('With us you have a guaranteed return of five per cent.') },
      passes: { 'articles/refunds.md': articleExample('With us you have a guaranteed return of five per cent. Your capital is at risk.') },
    },
  },
  options,
  *checkArticle(text, { optionsOf }) {
    const { words } = text;
    const { prose } = text.markdown;
    for (const i of text.find(FIRST)) {
      const start = words.starts[i] as number;
      const rest = prose.slice(start, start + 60);
      const claim = CLAIMS.map(([, pattern]) => pattern.exec(rest)?.[0]).find((found) => found !== undefined);
      if (claim === undefined) continue;
      const lower = prose.toLowerCase();
      if (optionsOf(options).notices.some((notice) => lower.includes(notice.toLowerCase()))) return;
      yield { message: `"${claim}" is a promise that needs a notice`, hint: 'take it back, or add the notice that the law asks for', ...text.at(start) };
    }
  },
};

const FIRST = new HashSet(CLAIMS.map(([word]) => hashWord(word)));
