import { nearestName, placeOf } from '../../../workspace/index.js';
import { scenarioExample } from '../../examples.js';
import type { Rule } from '../../rule.js';

const FACTS = 'facts: { refund_state: { type: enum, values: [issued, arrived] } }\n';

export const unknownStep: Rule = {
  meta: {
    id: 'scn/unknown-step',
    summary: 'A scenario gives a fact a value that kb.yaml does not allow, so that it plays what can never happen.',
    severity: 'error',
    fixable: 'suggestion',
    example: {
      fails: {
        'kb.yaml': FACTS,
        'scenarios/late.yaml': scenarioExample(
          [['where is my money', '{ intent: refund.status }']],
          'facts: { refund_state: isued }',
        ),
      },
      passes: {
        'kb.yaml': FACTS,
        'scenarios/late.yaml': scenarioExample(
          [['where is my money', '{ intent: refund.status }']],
          'facts: { refund_state: issued }',
        ),
      },
    },
  },
  *checkScenario(scenario, { settings }) {
    const { facts, yaml, path, text } = scenario;
    for (const [name, value] of Object.entries(facts)) {
      // A fact of a scenario may be called `constructor`.
      const fact = Object.hasOwn(settings.facts, name) ? settings.facts[name] : undefined;
      if (!fact) continue;
      const place = placeOf(yaml, ['facts', name]);
      if (fact.type === 'enum') {
        if (fact.values.includes(String(value))) continue;
        const nearest = nearestName(String(value), fact.values);
        const start = offsetOf(text, place.line ?? 1, place.column ?? 1);
        const written = String(value);
        yield {
          message: `${name} cannot be ${JSON.stringify(value)}`,
          hint:
            nearest === undefined
              ? `it is one of ${fact.values.slice(0, 12).join(', ')}`
              : `did you mean "${nearest}"?`,
          ...place,
          ...(nearest !== undefined &&
            text.startsWith(written, start) && {
              suggestion: [{ file: path, start, end: start + written.length, text: nearest }],
            }),
        };
      } else if (
        fact.type === 'string'
          ? typeof value !== 'string'
          : fact.type === 'date'
            ? !/^\d{4}-\d\d-\d\d$/.test(String(value))
            : typeof value !== fact.type
      ) {
        yield {
          message: `${name} is a ${fact.type}, not ${JSON.stringify(value)}`,
          hint: fact.type === 'string' ? 'put it into quotes' : `give a ${fact.type}`,
          ...place,
        };
      }
    }
  },
};

function offsetOf(text: string, line: number, column: number): number {
  let start = 0;
  for (let at = 1; at < line; at += 1) start = text.indexOf('\n', start) + 1;
  return start + column - 1;
}
