import { z } from 'zod';
import { OUT_OF_SCOPE, placeOf, type IntentFile } from '../../../workspace/index.js';
import { labelledExample } from '../../model-examples.js';
import type { Rule } from '../../rule.js';

const options = z.strictObject({
  share: z.number().min(0).max(1).default(0.25).describe('Share of each intent’s utterances taken for the other.'),
  min: z.number().int().positive().default(3).describe('Utterances taken for the other, at least.'),
});

const SAME = 'kettle mug lamp chair table blanket tent jacket boots hat'.split(' ');

const late = (thing: string, way: number): string =>
  [`my ${thing} is late, when will it come`, `when will it come, my ${thing} is late`][way] ?? '';

export const intentMergeCandidate: Rule = {
  meta: {
    id: 'utt/intent-merge-candidate',
    summary: 'Two intents of one article or tier are taken for each other both ways: customers mean the same by them.',
    severity: 'info',
    fixable: 'no',
    needs: 'model',
    example: {
      fails: labelledExample({
        'delivery.late': SAME.map((thing, at) => late(thing, at % 2)),
        'delivery.delay': SAME.map((thing, at) => late(thing, 1 - (at % 2))),
      }),
      passes: labelledExample({}),
    },
  },
  options,
  *check({ workspace: { intents }, recognitions, optionsOf }) {
    const { share, min } = optionsOf(options);
    const taken = new Map<string, Map<string, number>>();
    for (const { intent, utterances } of intents) {
      const counts = new Map<string, number>();
      for (const utterance of utterances) {
        const best = recognitions?.get(utterance)?.alternatives[0]?.intent;
        if (best !== undefined && best !== intent) counts.set(best, (counts.get(best) ?? 0) + 1);
      }
      taken.set(intent, counts);
    }
    const isMuch = (from: IntentFile, to: IntentFile): boolean => {
      const count = taken.get(from.intent)?.get(to.intent) ?? 0;
      return count >= min && count >= from.utterances.length * share;
    };
    for (const [at, a] of intents.entries()) {
      if (a.intent === OUT_OF_SCOPE) continue;
      for (const b of intents.slice(at + 1)) {
        const isRelated = (a.article !== undefined && a.article === b.article) || a.tier === b.tier;
        if (!isRelated || b.intent === OUT_OF_SCOPE || !isMuch(a, b) || !isMuch(b, a)) continue;
        yield {
          message: `${a.intent} and ${b.intent} are taken for each other: ${taken.get(a.intent)?.get(b.intent)} and ${taken.get(b.intent)?.get(a.intent)} utterances`,
          hint: 'make one intent of them, or word them so that the difference shows',
          ...placeOf(b.yaml, ['intent']),
          related: [{ message: 'the other intent', ...placeOf(a.yaml, ['intent']) }],
        };
      }
    }
  },
};
