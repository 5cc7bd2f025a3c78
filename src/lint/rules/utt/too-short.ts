import { OUT_OF_SCOPE } from '../../../workspace/index.js';
import { intentExample } from '../../examples.js';
import { placeOfUtterance, removeLine } from '../../places.js';
import type { Rule } from '../../rule.js';

/** Words that say nothing alone; `yes`, `no`, `hi` or `bye` do. */
const EMPTY = new Set(
  'a an the and or of to in on at for with is it this that i my me you your we our so but as by be are was very 的 了 吗 呢 是 我 你 这 那 和 在'.split(
    ' ',
  ),
);

export const tooShort: Rule = {
  meta: {
    id: 'utt/too-short',
    summary: 'An utterance is a single empty word, digits or punctuation only: it could be of any intent.',
    severity: 'warning',
    fixable: 'yes',
    example: {
      fails: { 'intents/refund.amount.md': intentExample('refund.amount', ['how much do I get back', '???']) },
      passes: { 'intents/refund.amount.md': intentExample('refund.amount', ['how much do I get back', 'amount?']) },
    },
  },
  *checkIntent({ file, utterances }) {
    if (file.intent === OUT_OF_SCOPE) return;
    for (const { utterance, folded } of utterances) {
      if (folded.length > 30) continue;
      // In Chinese chats 88 is a farewell and 666 is praise.
      if (utterance.language.startsWith('zh') && /^\d{2,4}$/.test(folded)) continue;
      const isEmpty =
        folded.split(' ').every((word) => EMPTY.has(word) || /^\d+$/.test(word)) && folded.split(' ').length < 3;
      if (!isEmpty && /[\p{L}\p{So}\p{Emoji_Presentation}]/u.test(folded)) continue;
      yield {
        message: `"${utterance.text}" could be of any intent`,
        hint: 'take it out',
        ...placeOfUtterance(file, utterance),
        fix: removeLine(file, utterance.line),
      };
    }
  },
};
