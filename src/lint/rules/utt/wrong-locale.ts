import { intentExample } from '../../examples.js';
import { guessLanguage } from '../../languages.js';
import { placeOfUtterance } from '../../places.js';
import type { Rule } from '../../rule.js';
import { scanWords } from '../../words.js';

export const wrongLocale: Rule = {
  meta: {
    id: 'utt/wrong-locale',
    summary: "An utterance is not in its section's language, so that the figures of both languages are wrong.",
    severity: 'warning',
    fixable: 'no',
    example: {
      fails: {
        'kb.yaml': 'languages: [en, zh]\n',
        'intents/refund.amount.md': intentExample('refund.amount', ['我能拿回多少钱']),
      },
      passes: {
        'kb.yaml': 'languages: [en, zh]\n',
        'intents/refund.amount.md': intentExample('refund.amount', ['我能拿回多少钱'], 'zh'),
      },
    },
  },
  *checkIntent({ file }, { settings: { languages } }) {
    for (const utterance of file.utterances) {
      const guess = guessLanguage(utterance.text, scanWords(utterance.text), utterance.language, languages);
      if (guess === undefined) continue;
      yield {
        message: `"${utterance.text}" is ${guess}, but stands under "## ${utterance.language}"`,
        hint: `move it under "## ${guess}"`,
        ...placeOfUtterance(file, utterance),
      };
    }
  },
};
