import { placeOf } from '../../../workspace/index.js';
import { intentExample } from '../../examples.js';
import { findPersonal, type Personal } from '../../personal.js';
import { editUtterance, placeOfUtterance } from '../../places.js';
import type { Rule } from '../../rule.js';

/** Where people, not companies, have their mail. */
const FREE_MAIL =
  /@(?:gmail|googlemail|outlook|hotmail|live|yahoo|icloud|me|aol|gmx|web|proton|protonmail|qq|163|126|sina|foxmail|mail)\.[a-z.]{2,6}$/i;

/** No number that is looked for in an article has fewer: British identity numbers have six. */
const FEWEST_DIGITS = 6;

export const pii: Rule = {
  meta: {
    id: 'priv/pii',
    summary:
      "Somebody's e-mail address, phone, card, account or identity number, or address stands in the workspace, and so in git for ever.",
    severity: 'error',
    fixable: 'yes',
    example: {
      fails: {
        'intents/refund.amount.md': intentExample('refund.amount', ['how much do I get back to 4111 1111 1111 1111']),
      },
      passes: {
        'intents/refund.amount.md': intentExample('refund.amount', [
          'how much do I get back to <card>, order 48213, ann@example.com',
        ]),
      },
    },
  },
  // Articles are the company's own: its addresses and phone numbers belong there.
  *checkArticle(text) {
    const { prose, blocks } = text.markdown;
    let mail = prose.indexOf('@', text.article.bodyStart);
    for (const [at, { start, end }] of blocks.entries()) {
      if (mail !== -1 && mail < start) mail = prose.indexOf('@', start);
      const { digits } = text.blockWords;
      if ((digits[at] as number) < FEWEST_DIGITS && (mail === -1 || mail >= end)) continue;
      const content = prose.slice(start, end);
      for (const found of findPersonal(content)) {
        if (found.kind === 'phone number' || found.kind === 'postal address') continue;
        if (found.kind === 'e-mail address' && !FREE_MAIL.test(content.slice(found.start, found.end))) continue;
        yield {
          ...describe(found),
          ...text.at(start + found.start),
          fix: text.edit(start + found.start, start + found.end, found.mask),
        };
      }
    }
  },
  *check({ workspace: { intents, heldout, scenarios } }) {
    for (const file of [...intents, ...heldout]) {
      for (const utterance of file.utterances) {
        if (!isWorthALook(utterance.text)) continue;
        for (const found of findPersonal(utterance.text)) {
          const fix = editUtterance(file, utterance, found, found.mask);
          yield {
            ...describe(found),
            ...placeOfUtterance(file, { ...utterance, column: utterance.column + found.start }),
            ...(fix && { fix }),
          };
        }
      }
    }
    for (const { turns, yaml } of scenarios) {
      for (const [at, { customer }] of turns.entries()) {
        if (typeof customer !== 'string' || !isWorthALook(customer)) continue;
        for (const found of findPersonal(customer))
          yield { ...describe(found), ...placeOf(yaml, ['turns', at, 'customer']) };
      }
    }
  },
};

function isWorthALook(text: string): boolean {
  return /@|\d/.test(text);
}

/** Without the data itself: a report must not spread it. */
function describe({ kind, mask, start, end }: Personal): { message: string; hint: string } {
  return {
    message: `${/^[aeiou]/i.test(kind) ? 'an' : 'a'} ${kind} (${end - start} characters)`,
    hint: `write ${mask} instead; it stays in git's history until that is rewritten`,
  };
}
