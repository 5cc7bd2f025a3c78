import { nearestName, placeOf, type YamlSource } from '../../../workspace/index.js';
import type { Finding, Rule } from '../../rule.js';

export const unknownName: Rule = {
  meta: {
    id: 'map/unknown-name',
    summary: 'A segment, channel, language or fact is used that kb.yaml does not declare, so it can never occur.',
    severity: 'error',
    fixable: 'no',
    example: {
      fails: {
        'articles/refunds.md':
          '---\ntitle: Refunds\nintents: [refund.status]\naudience: [vips]\nowner: payments\n---\nFive days.\n',
      },
      passes: {
        'articles/refunds.md':
          '---\ntitle: Refunds\nintents: [refund.status]\naudience: [vip]\nowner: payments\n---\nFive days.\n',
      },
    },
  },
  *checkArticle({ article }, { settings: { segments, channels, facts } }) {
    const { audience = [], channels: meant = [], requires, yaml } = article;
    yield* unknown('segment', segments, audience, yaml, ['audience']);
    yield* unknown('channel', Object.keys(channels), meant, yaml, ['channels']);
    yield* unknown('fact', Object.keys(facts), requires, yaml, ['requires']);
  },
  *checkScenario(scenario, { settings: { segments, languages, channels, facts } }) {
    const { customer, channel, facts: given, yaml } = scenario;
    yield* unknown('segment', segments, optional(customer.segment), yaml, ['customer', 'segment']);
    yield* unknown('language', languages, optional(customer.language), yaml, ['customer', 'language']);
    yield* unknown('channel', Object.keys(channels), optional(channel), yaml, ['channel']);
    yield* unknown('fact', Object.keys(facts), Object.keys(given), yaml, ['facts']);
  },
};

function optional(name: string | undefined): readonly string[] {
  return name === undefined ? [] : [name];
}

function* unknown(
  kind: string,
  known: readonly string[],
  used: readonly string[],
  yaml: YamlSource,
  path: readonly string[],
): Generator<Finding> {
  for (const [index, name] of used.entries()) {
    if (known.includes(name)) continue;
    const nearest = nearestName(name, known);
    const place = kind === 'fact' && path[0] === 'facts' ? placeOf(yaml, [...path, name], 'key') : undefined;
    yield {
      message: `kb.yaml declares no ${kind} "${name}"`,
      hint: nearest === undefined ? `declare it under \`${kind}s\`` : `did you mean "${nearest}"?`,
      ...(place ?? placeOf(yaml, path.length === 1 ? [...path, index] : path)),
    };
  }
}
