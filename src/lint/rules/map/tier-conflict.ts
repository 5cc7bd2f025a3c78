import { placeOf } from '../../../workspace/index.js';
import { articleExample, intentExample, scenarioExample } from '../../examples.js';
import type { Rule } from '../../rule.js';

export const tierConflict: Rule = {
  meta: {
    id: 'map/tier-conflict',
    summary:
      "An intent's tier says one thing, its held-out file, its article or a scenario another: who answers is left to chance.",
    severity: 'error',
    fixable: 'no',
    example: {
      fails: {
        'intents/refund.amount.md': intentExample('refund.amount', ['how much do I get back']),
        'scenarios/late.yaml': scenarioExample([['how much do I get', '{ intent: refund.amount, action: answer }']]),
      },
      passes: {
        'intents/refund.amount.md': intentExample('refund.amount', ['how much do I get back']),
        'scenarios/late.yaml': scenarioExample([['how much do I get', '{ intent: refund.amount, action: handoff }']]),
        'articles/refunds.md': articleExample('Five days.'),
      },
    },
  },
  *check({ workspace, index }) {
    const byName = new Map(workspace.intents.map((file) => [file.intent, file]));
    for (const { intent, tier, yaml } of workspace.heldout) {
      const trained = byName.get(intent);
      if (tier === undefined || trained?.tier === undefined || tier === trained.tier) continue;
      yield {
        message: `held out as ${tier}, but ${trained.path} says ${trained.tier}`,
        hint: 'leave the tier to the file in intents/',
        ...placeOf(yaml, ['tier']),
        related: [{ message: 'the tier that counts', ...placeOf(trained.yaml, ['tier']) }],
      };
    }
    for (const { turns, yaml } of workspace.scenarios) {
      for (const [at, { expect }] of turns.entries()) {
        const file = byName.get(expect.intent ?? '');
        // A complex intent is handed over at once, a medium one never answered without a person beside it.
        const isImpossible =
          (file?.tier === 'complex' && (expect.action === 'answer' || expect.action === 'assist')) ||
          (file?.tier === 'medium' && expect.action === 'answer');
        if (!file || !isImpossible) continue;
        yield {
          message: `expects "${expect.action}" of ${file.intent}, which is ${file.tier}`,
          hint: `expect "${file.tier === 'complex' ? 'handoff' : 'assist'}", or give the intent another tier`,
          ...placeOf(yaml, ['turns', at, 'expect', 'action']),
          related: [{ message: 'the tier', ...placeOf(file.yaml, ['tier']) }],
        };
      }
    }
    for (const article of workspace.articles) {
      const always = article.tasks.length > 0 && article.tasks.every(({ do: action }) => action === 'handoff');
      if (!always) continue;
      for (const intent of index.intentsOf(article)) {
        const file = byName.get(intent);
        if (file?.tier !== 'simple') continue;
        yield {
          message: `every task hands over, but ${intent} is simple: answered by the machine`,
          hint: 'make the intent medium or complex, or write a task that answers',
          ...placeOf(article.yaml, ['tasks']),
          related: [{ message: 'the tier', ...placeOf(file.yaml, ['tier']) }],
        };
      }
    }
  },
};
