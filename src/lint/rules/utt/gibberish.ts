import { OUT_OF_SCOPE } from '../../../workspace/index.js';
import { intentExample } from '../../examples.js';
import { placeOfUtterance, removeLine } from '../../places.js';
import type { Rule } from '../../rule.js';
import { dictionary } from '../../spelling.js';

const KEYBOARD = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm', 'poiuytrewq', 'lkjhgfdsa', 'mnbvcxz'];

export const gibberish: Rule = {
  meta: {
    id: 'utt/gibberish',
    summary:
      'An utterance is a row of letters that no language makes; outside out-of-scope it teaches that noise has an intent.',
    severity: 'warning',
    fixable: 'suggestion',
    example: {
      fails: {
        'intents/refund.amount.md': intentExample('refund.amount', ['how much do I get back', 'asdkjfh aksjdf']),
      },
      passes: {
        'intents/refund.amount.md': intentExample('refund.amount', [
          'how much do I get back',
          'hw mch is it thx',
          'Knightsbridge branch',
        ]),
      },
    },
  },
  *checkIntent({ file, utterances }) {
    if (file.intent === OUT_OF_SCOPE) return;
    for (const { utterance, words } of utterances) {
      const noise = words.filter(isKnownNoise);
      // One odd word in a sentence is a name or a code; noise fills the utterance.
      if (noise.length === 0 || noise.length * 2 < words.length) continue;
      yield {
        message: `"${utterance.text}" looks like noise`,
        hint: 'take it out, or move it to out-of-scope',
        ...placeOfUtterance(file, utterance),
        suggestion: removeLine(file, utterance.line),
      };
    }
  },
};

/** Judged once for all files. */
const judged = new Map<string, boolean>();

function isKnownNoise(word: string): boolean {
  let noise = judged.get(word);
  if (noise === undefined) judged.set(word, (noise = /^[a-z]{4,}$/.test(word) && isNoise(word)));
  return noise;
}

/** Keys in a row, the same letters over and over, or pairs of letters that words do not have; in no dictionary. */
function isNoise(drawn: string): boolean {
  // "heyyyy" is drawn out, no noise; a single letter over and over is.
  const word = drawn.replace(/(.)\1+/g, '$1$1');
  if (word.length === 2) return drawn.length > 4;
  if (word.length >= 6 && KEYBOARD.some((row) => row.includes(word))) return true;
  const isSuspect =
    KEYBOARD.some((row) => hasRun(word, row)) ||
    /^[^aeiouy]{5,}$/.test(word) ||
    dictionary().rarePairs(word.replace(/(.)\1/g, '$1')) * 3 >= word.length;
  return isSuspect && !dictionary().has(word);
}

/** Whether a word holds four neighbouring keys, or twice three. */
function hasRun(word: string, row: string): boolean {
  let threes = 0;
  for (let at = 0; at + 3 <= row.length; at += 1) {
    if (at + 4 <= row.length && word.includes(row.slice(at, at + 4))) return true;
    if (word.includes(row.slice(at, at + 3))) threes += 1;
  }
  return threes > 1;
}
