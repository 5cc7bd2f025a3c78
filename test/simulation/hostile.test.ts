import { expect, test } from 'vitest';
import { makePolicy } from '../../src/assistant/index.js';
import { caseReporters } from '../../src/reporting/index.js';
import { simulate } from '../../src/simulation/index.js';
import { byKeyWords, shopWith, thresholds } from '../assistant/shop.js';

test.each(['csv', 'html', 'junit'] as const)(
  'a hostile scenario as %s holds no formula, no markup and no escape sequence',
  async (format) => {
    const workspace = shopWith({
      'scenarios/hostile.yaml': JSON.stringify({
        scenario: '=HYPERLINK("https://evil.example") <script>alert(1)</script> \u001b[31m\u009b2J',
        turns: [{ customer: '＝1+1 <b> ]]> \u0007', expect: { action: 'answer' } }],
      }),
    });
    const rows: string[] = [];
    await simulate(workspace.scenarios, workspace, makePolicy(workspace, thresholds), byKeyWords, {
      seed: 1,
      onCase: (replayed) => rows.push(...(caseReporters[format]?.(replayed) ?? [])),
    });
    const text = rows.join('\n');

    expect(text).toContain('evil.example');
    expect(text).not.toMatch(/(?!\n)\p{Cc}/u);
    if (format === 'csv') expect(text).not.toMatch(/(?:^|,)"?[=＝]/m);
    else expect(text).not.toMatch(/<script>|<b>/);
  },
);
