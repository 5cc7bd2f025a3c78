import { placeOf } from '../../../workspace/index.js';
import { scenarioExample } from '../../examples.js';
import type { Rule } from '../../rule.js';

export const unreachable: Rule = {
  meta: {
    id: 'scn/unreachable',
    summary: 'A turn after a hand-off expects the machine to answer, though a person has the conversation by then.',
    severity: 'warning',
    fixable: 'no',
    example: {
      fails: {
        'scenarios/late.yaml': scenarioExample([
          ['where is my money', '{ action: handoff }'],
          ['and how long', '{ action: answer }'],
        ]),
      },
      passes: {
        'scenarios/late.yaml': scenarioExample([
          ['where is my money', '{ action: answer }'],
          ['a person please', '{ action: handoff }'],
        ]),
      },
    },
  },
  *checkScenario({ turns, yaml }) {
    const handed = turns.findIndex(({ expect }) => expect.action === 'handoff');
    if (handed === -1) return;
    for (const [at, { expect }] of turns.entries()) {
      if (at <= handed || expect.action === undefined || expect.action === 'handoff') continue;
      yield {
        message: `expects "${expect.action}", but turn ${handed + 1} has handed the customer over`,
        hint: 'end the scenario with the hand-off, or expect `handoff` of what follows',
        ...placeOf(yaml, ['turns', at, 'expect', 'action']),
        related: [{ message: 'the hand-off', ...placeOf(yaml, ['turns', handed, 'expect', 'action']) }],
      };
    }
  },
};
