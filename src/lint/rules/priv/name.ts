import { OUT_OF_SCOPE, placeOf, type Settings } from '../../../workspace/index.js';
import { intentExample } from '../../examples.js';
import { findPersonal, type Personal } from '../../personal.js';
import { editUtterance, placeOfUtterance } from '../../places.js';
import type { Rule } from '../../rule.js';

export const personalName: Rule = {
  meta: {
    id: 'priv/name',
    summary:
      "A customer's name stands beside a greeting or a signature: it teaches nothing and cannot be erased from git.",
    severity: 'warning',
    fixable: 'suggestion',
    example: {
      fails: {
        'intents/refund.amount.md': intentExample('refund.amount', ['my name is Rowan Miller, how much do I get']),
      },
      passes: {
        'kb.yaml': 'name: Harbour & Pine\n',
        'intents/refund.amount.md': intentExample('refund.amount', [
          'my name is on the parcel, how much do I get',
          'Hello Harbour',
        ]),
      },
    },
  },
  *checkIntent({ file }, { settings }) {
    // What is nobody's business may well be somebody else's made-up mail.
    if (file.intent === OUT_OF_SCOPE) return;
    for (const utterance of file.utterances) {
      for (const found of namesIn(utterance.text, settings)) {
        const suggestion = editUtterance(file, utterance, found, '<name>');
        yield {
          ...WORDS,
          ...placeOfUtterance(file, { ...utterance, column: utterance.column + found.start }),
          ...(suggestion && { suggestion }),
        };
      }
    }
  },
  *checkScenario(scenario, { settings }) {
    for (const [at, { customer }] of scenario.turns.entries()) {
      if (typeof customer === 'string' && namesIn(customer, settings).length > 0)
        yield { ...WORDS, ...placeOf(scenario.yaml, ['turns', at, 'customer']) };
    }
  },
};

function namesIn(text: string, settings: Settings): readonly Personal[] {
  const names = findPersonal(text, settings).filter(({ kind }) => kind === 'name');
  if (names.length === 0) return names;
  // "Dear Harbour & Pine" greets the service.
  const own = new Set(settings.name.split(/\s+/));
  return names.filter(
    ({ start, end }) =>
      !text
        .slice(start, end)
        .split(' ')
        .every((word) => own.has(word)),
  );
}

const WORDS = { message: 'the name of a person, it seems', hint: 'write <name> instead' };
