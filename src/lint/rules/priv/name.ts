import { OUT_OF_SCOPE, placeOf } from '../../../workspace/index.js';
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
  *check({ workspace: { intents, heldout, scenarios, settings } }) {
    const own = new Set(settings.name.split(/\s+/));
    const namesIn = (text: string): readonly Personal[] =>
      // "Dear Harbour & Pine" greets the service.
      findPersonal(text, settings).filter(
        ({ kind, start, end }) =>
          kind === 'name' &&
          !text
            .slice(start, end)
            .split(' ')
            .every((word) => own.has(word)),
      );
    for (const file of [...intents, ...heldout]) {
      // What is nobody's business may well be somebody else's made-up mail.
      if (file.intent === OUT_OF_SCOPE) continue;
      for (const utterance of file.utterances) {
        for (const found of namesIn(utterance.text)) {
          const suggestion = editUtterance(file, utterance, found, '<name>');
          yield {
            ...WORDS,
            ...placeOfUtterance(file, { ...utterance, column: utterance.column + found.start }),
            ...(suggestion && { suggestion }),
          };
        }
      }
    }
    for (const { turns, yaml } of scenarios) {
      for (const [at, { customer }] of turns.entries()) {
        if (typeof customer === 'string' && namesIn(customer).length > 0)
          yield { ...WORDS, ...placeOf(yaml, ['turns', at, 'customer']) };
      }
    }
  },
};

const WORDS = { message: 'the name of a person, it seems', hint: 'write <name> instead' };
