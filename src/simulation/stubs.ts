import { stringify } from 'yaml';
import { DEFAULT_TIER, type Workspace } from '../workspace/index.js';
import { drawable } from './cases.js';
import type { Coverage } from './coverage.js';

/** A scenario to write, for something that none met: the beginning of a file, which a person ends. */
export interface Stub {
  readonly covers: string;
  readonly text: string;
}

/** Stubs for the intents, and then for the segments, channels and languages that no scenario met. */
export function stubsFor(coverage: Coverage, workspace: Workspace): readonly Stub[] {
  const { segments, languages } = workspace.settings;
  const [language = 'en'] = languages;
  const intentOf = (name: string): Stub => {
    const file = workspace.intents.find(({ intent }) => intent === name);
    const tier = file?.tier ?? DEFAULT_TIER;
    const drawn = drawable(workspace, name, language).length > 0;
    return stub(`intent ${name}`, file?.title ?? name, {
      customer: { segment: segments[0] ?? 'new', language },
      turns: [
        {
          customer: drawn ? { intent: name } : 'What the customer says',
          expect: { intent: name, action: tier === 'simple' ? 'answer' : tier === 'medium' ? 'assist' : 'handoff' },
        },
      ],
    });
  };
  const [covered] = workspace.intents;
  const turns = [{ customer: 'What the customer says', expect: { intent: covered?.intent ?? 'out-of-scope' } }];
  return [
    ...coverage.intents.missing.map(intentOf),
    ...coverage.segments.missing.map((segment) =>
      stub(`segment ${segment}`, `A ${segment} customer`, { customer: { segment, language }, turns }),
    ),
    ...coverage.channels.missing.map((channel) =>
      stub(`channel ${channel}`, `A customer by ${channel}`, {
        customer: { segment: segments[0] ?? 'new', language },
        channel,
        turns,
      }),
    ),
    ...coverage.languages.missing.map((missing) =>
      stub(`language ${missing}`, `A customer who writes ${missing}`, {
        customer: { segment: segments[0] ?? 'new', language: missing },
        turns,
      }),
    ),
  ];
}

function stub(covers: string, scenario: string, rest: object): Stub {
  return { covers, text: stringify({ scenario, ...rest }, { lineWidth: 0 }) };
}
