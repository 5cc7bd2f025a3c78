import { z } from 'zod';
import { OUT_OF_SCOPE, placeOf } from '../../../workspace/index.js';
import { scenarioExample } from '../../examples.js';
import type { Rule } from '../../rule.js';

const options = z.strictObject({
  tiers: z
    .array(z.enum(['simple', 'medium', 'complex']))
    .default(['simple', 'medium', 'complex'])
    .describe('The tiers that are to be exercised.'),
});

export const intentWithoutScenario: Rule = {
  meta: {
    id: 'map/intent-without-scenario',
    summary:
      'No scenario ever exercises an intent, so nobody sees before launch whether it works (where scenarios are written at all).',
    severity: 'warning',
    fixable: 'no',
    example: {
      fails: { 'scenarios/late.yaml': scenarioExample([['hello', '{ action: clarify }']]) },
      passes: { 'scenarios/late.yaml': scenarioExample([['where is my money', '{ intent: refund.status }']]) },
    },
  },
  options,
  *check({ workspace: { intents, scenarios }, optionsOf }) {
    if (scenarios.length === 0) return;
    const { tiers } = optionsOf(options);
    const exercised = new Set(
      scenarios.flatMap(({ turns }) =>
        turns.flatMap(({ customer, expect }) => [
          expect.intent,
          ...(typeof customer === 'string' ? [] : [customer.intent]),
        ]),
      ),
    );
    for (const { intent, tier, yaml } of intents) {
      if (intent === OUT_OF_SCOPE || exercised.has(intent) || (tier !== undefined && !tiers.includes(tier))) continue;
      yield {
        message: `no scenario exercises ${intent}`,
        hint: `add a turn with \`expect: { intent: ${intent} }\``,
        ...placeOf(yaml, ['intent']),
      };
    }
  },
};
