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
  *checkArticle(text, { settings }) {
    const { prose, blocks } = text.markdown;
    const { digits } = text.blockWords;
    let mail = prose.indexOf('@', text.article.bodyStart);
    for (const [at, { start, end }] of blocks.entries()) {
      if (mail !== -1 && mail < start) mail = prose.indexOf('@', start);
      if ((digits[at] as number) < FEWEST_DIGITS && (mail === -1 || mail >= end)) continue;
      const content = prose.slice(start, end);
      for (const found of findPersonal(content, settings)) {
        const written = content.slice(found.start, found.end);
        if (!ALWAYS_PRIVATE.has(found.kind) && !(found.kind === 'email' && FREE_MAIL.test(written))) continue;
        yield {
          ...describe(found),
          ...text.at(start + found.start),
          fix: text.edit(start + found.start, start + found.end, `<${found.kind}>`),
        };
      }
    }
  },
  *checkIntent({ file }, { settings }) {
    for (const utterance of file.utterances) {
      for (const found of findPersonal(utterance.text, settings).filter(isOurs)) {
        const fix = editUtterance(file, utterance, found, `<${found.kind}>`);
        yield {
          ...describe(found),
          ...placeOfUtterance(file, { ...utterance, column: utterance.column + found.start }),
          ...(fix && { fix }),
        };
      }
    }
  },
  *checkScenario(scenario, { settings }) {
    for (const [at, { customer }] of scenario.turns.entries()) {
      if (typeof customer !== 'string') continue;
      for (const found of findPersonal(customer, settings).filter(isOurs))
        yield { ...describe(found), ...placeOf(scenario.yaml, ['turns', at, 'customer']) };
    }
  },
};

/** Names have a rule of their own; an address on the net is mostly a page or a machine. */
function isOurs({ kind }: Personal): boolean {
  return kind !== 'name' && kind !== 'url' && kind !== 'ip';
}

/** Without the data itself: a report must not spread it. */
function describe({ kind, start, end }: Personal): { message: string; hint: string } {
  return {
    message: `${NAMES[kind] ?? `what privacy.patterns calls "${kind}"`} (${end - start} characters)`,
    hint: `write <${kind}> instead; it stays in git's history until that is rewritten`,
  };
}

const NAMES: Readonly<Record<string, string>> = {
  email: 'an e-mail address',
  phone: 'a phone number',
  card: 'a card number',
  iban: 'an IBAN',
  id: 'an identity number',
  address: 'a postal address',
};
/** What belongs in no article; addresses and phone numbers there are the company's own. */
const ALWAYS_PRIVATE = new Set(['card', 'iban', 'id']);
