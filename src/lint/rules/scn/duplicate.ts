import { compareText } from '../../../problem.js';
import { foldForComparison } from '../../../text/index.js';
import { placeOf, type Scenario } from '../../../workspace/index.js';
import { scenarioExample } from '../../examples.js';
import type { Rule } from '../../rule.js';

export const duplicateScenario: Rule = {
  meta: {
    id: 'scn/duplicate',
    summary:
      'Two scenarios have the same customer, facts, turns and expectations: the second costs time and shows nothing.',
    severity: 'info',
    fixable: 'no',
    example: {
      fails: {
        'scenarios/a.yaml': scenarioExample([['where is my money', '{ action: answer }']]),
        'scenarios/b.yaml': scenarioExample([['Where is my money?', '{ action: answer }']]),
      },
      passes: {
        'scenarios/a.yaml': scenarioExample([['where is my money', '{ action: answer }']]),
        'scenarios/b.yaml': scenarioExample([['where is my money', '{ action: handoff }']]),
      },
    },
  },
  *check({ workspace: { scenarios } }) {
    const first = new Map<string, Scenario>();
    for (const scenario of scenarios) {
      const { customer, channel, facts, matrix, turns, variations } = scenario;
      const said = turns.map(({ customer: text, expect }) => [
        typeof text === 'string' ? foldForComparison(text) : text,
        expect,
      ]);
      const sortedFacts = Object.entries(facts).toSorted(([a], [b]) => compareText(a, b));
      const key = JSON.stringify([customer.segment, customer.language, channel, sortedFacts, matrix, variations, said]);
      const earlier = first.get(key);
      if (!earlier) first.set(key, scenario);
      else {
        yield {
          message: `the same as ${earlier.path}`,
          hint: 'delete one of them',
          ...placeOf(scenario.yaml, ['scenario']),
          related: [{ message: 'the other one', ...placeOf(earlier.yaml, ['scenario']) }],
        };
      }
    }
  },
};
