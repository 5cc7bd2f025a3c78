import { compileCondition, nearestName, placeOf, type Settings, type YamlSource } from '../../../workspace/index.js';
import { articleExample } from '../../examples.js';
import type { Finding, Rule } from '../../rule.js';

const FACTS = 'facts: { refund_state: { type: enum, values: [issued, arrived] } }\n';

export const condition: Rule = {
  meta: {
    id: 'map/condition',
    summary:
      'A trigger or a routing rule cannot be understood, or reads a fact or a value that does not exist: it never holds.',
    severity: 'error',
    fixable: 'no',
    example: {
      fails: {
        'kb.yaml': FACTS,
        'articles/refunds.md': articleExample(
          'Five days.',
          `tasks:\n  - when: refund_state == "isued"\n    do: Say so.`,
        ),
      },
      passes: {
        'kb.yaml': FACTS,
        'articles/refunds.md': articleExample(
          'Five days.',
          `tasks:\n  - when: refund_state == "issued"\n    do: Say so.`,
        ),
      },
    },
  },
  *check({ workspace: { settings, settingsYaml } }) {
    for (const [at, { when }] of settings.routing.rules.entries()) {
      yield* checkCondition(when, 'rule', settings, settingsYaml, ['routing', 'rules', at, 'when']);
    }
  },
  *checkArticle({ article }, { settings }) {
    for (const [at, { when }] of article.tasks.entries()) {
      if (when !== undefined) yield* checkCondition(when, 'task', settings, article.yaml, ['tasks', at, 'when']);
    }
  },
};

function* checkCondition(
  source: string,
  scope: 'task' | 'rule',
  settings: Settings,
  yaml: YamlSource,
  path: readonly PropertyKey[],
): Generator<Finding> {
  const compiled = compileCondition(source, settings, scope);
  if ('evaluate' in compiled) return;
  for (const { message, name, known = [] } of compiled) {
    const nearest = name === undefined ? undefined : nearestName(name, known);
    yield {
      message: `condition "${source.length > 60 ? `${source.slice(0, 59)}…` : source}": ${message}`,
      hint:
        nearest !== undefined
          ? `did you mean "${nearest}"?`
          : known.length > 0
            ? `known: ${known.slice(0, 12).join(', ')}`
            : 'see `kb explain map/condition`',
      ...placeOf(yaml, path),
    };
  }
}
