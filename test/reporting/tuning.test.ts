import { expect, test } from 'vitest';
import { pages, tuningReporters } from '../../src/reporting/index.js';

test('an intent that is called as what every object has, has no threshold of its own for that', async () => {
  const cost = { cost: 1.9, answered: 0.4, wrong: 0.01, handedOver: 0.5 };
  const report = {
    current: { recognised: 0.4, answer: 0.7, intents: { refund: 0.6 }, segments: {} },
    thresholds: { answer: 0.8, intents: { constructor: 0.91, refund: 0.92 }, segments: { toString: 0.93 } },
    messages: 900,
    now: cost,
    single: cost,
    tuned: cost,
    byIntent: { gain: 0.02, standardError: 0.01, kept: true },
  };
  const rows = tuningReporters.markdown(report).split('\n').slice(-4, -1);
  expect(rows).toEqual([
    '| segment `toString` |  | 0.93 |',
    '| `refund` | 0.60 | 0.92 |',
    '| `constructor` |  | 0.91 |',
  ]);
  expect(await pages.tuning(report)).toContain('constructor');
});
