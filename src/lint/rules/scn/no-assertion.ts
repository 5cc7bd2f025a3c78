import { placeOf } from '../../../workspace/index.js';
import { scenarioExample } from '../../examples.js';
import type { Rule } from '../../rule.js';

export const noAssertion: Rule = {
  meta: {
    id: 'scn/no-assertion',
    summary: 'A scenario expects nothing of any turn, so it passes whatever the service does.',
    severity: 'warning',
    fixable: 'no',
    example: {
      fails: { 'scenarios/late.yaml': scenarioExample([['where is my money', '{}']]) },
      passes: { 'scenarios/late.yaml': scenarioExample([['where is my money', '{ action: answer }']]) },
    },
  },
  *checkScenario({ turns, yaml }) {
    if (turns.some(({ expect }) => Object.values(expect).some((value) => value !== undefined))) return;
    yield {
      message: 'no turn expects anything',
      hint: 'add `expect: { intent: …, action: … }` to a turn',
      ...placeOf(yaml, ['scenario']),
    };
  },
};
