import { placeOf, type Scenario } from '../../../workspace/index.js';
import { scenarioExample } from '../../examples.js';
import type { Finding, Rule } from '../../rule.js';

const SETTINGS = 'segments: [new, vip]\n';

export const uncoveredSegment: Rule = {
  meta: {
    id: 'scn/uncovered-segment',
    summary:
      'No scenario plays a segment, language or channel that kb.yaml declares: how it is served is seen by its customers first.',
    severity: 'warning',
    fixable: 'no',
    example: {
      fails: {
        'kb.yaml': SETTINGS,
        'scenarios/late.yaml': scenarioExample(
          [['where is my money', '{ action: answer }']],
          'customer: { segment: new }',
        ),
      },
      passes: {
        'kb.yaml': SETTINGS,
        'scenarios/a.yaml': scenarioExample(
          [['where is my money', '{ action: answer }']],
          'customer: { segment: new, language: en }',
        ),
        'scenarios/b.yaml': scenarioExample(
          [['where is my refund', '{ action: answer }']],
          'customer: { segment: vip }',
        ),
      },
    },
  },
  *check({ workspace: { settings, settingsYaml, scenarios } }) {
    if (scenarios.length === 0) return;
    const uncovered = function* (
      kind: string,
      key: string,
      declared: readonly string[],
      all: readonly string[],
      isMap = false,
    ): Generator<Finding> {
      for (const [at, name] of declared.entries()) {
        if (all.includes(name)) continue;
        const place = isMap ? placeOf(settingsYaml, [key, name], 'key') : placeOf(settingsYaml, [key, at]);
        yield {
          message: `no scenario plays the ${kind} "${name}"`,
          hint: 'write one, or take the declaration out',
          ...place,
        };
      }
    };
    const played = (
      pick: (scenario: Scenario) => string | undefined,
      axis: 'segments' | 'languages' | 'channels',
      all: readonly string[],
    ): string[] =>
      scenarios.flatMap((scenario) => {
        const matrix = scenario.matrix?.[axis];
        return matrix === 'all' ? all : (matrix ?? [pick(scenario) ?? '']);
      });
    const { segments, languages } = settings;
    const channels = Object.keys(settings.channels);
    yield* uncovered(
      'segment',
      'segments',
      segments,
      played(({ customer }) => customer.segment, 'segments', segments),
    );
    // A scenario without a language speaks the default one.
    yield* uncovered(
      'language',
      'languages',
      languages,
      played(({ customer }) => customer.language ?? languages[0], 'languages', languages),
    );
    yield* uncovered(
      'channel',
      'channels',
      channels,
      played(({ channel }) => channel, 'channels', channels),
      true,
    );
  },
};
