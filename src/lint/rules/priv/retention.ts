import { intentExample } from '../../examples.js';
import { placeOfFact } from '../../facts.js';
import { removeLine } from '../../places.js';
import type { Rule } from '../../rule.js';

const mined = (day: string): string => `how much do I get back <!-- from c_8f3a41d0b2c97e55 on ${day} -->`;

export const retention: Rule = {
  meta: {
    id: 'priv/retention',
    summary:
      'A mined utterance is older than privacy.retention_days and can still be traced to a customer: it was to be gone by now.',
    severity: 'error',
    fixable: 'yes',
    example: {
      fails: { 'intents/refund.amount.md': intentExample('refund.amount', [mined('2019-10-02')]) },
      passes: { 'intents/refund.amount.md': intentExample('refund.amount', [mined('2998-10-02')]) },
    },
  },
  *check({ workspace: { settings, intents, heldout }, today, index }) {
    const { retention_days: days } = settings.privacy;
    const limit = new Date(Date.parse(today) - days * 86_400_000).toISOString().slice(0, 10);
    for (const file of [...intents, ...heldout]) {
      for (const { day, line, column } of index.intentFactsOf(file).dated) {
        if (day >= limit) continue;
        yield {
          message: `from ${day}; kept for ${days} days at most`,
          hint: 'take the line out, or write one of your own that says the same',
          ...placeOfFact(file.path, { line, column }),
          fix: removeLine(file, line),
        };
      }
    }
  },
};
