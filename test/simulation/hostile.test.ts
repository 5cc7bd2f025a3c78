import { expect, test } from 'vitest';
import { makePolicy } from '../../src/assistant/index.js';
import { caseReporters } from '../../src/reporting/index.js';
import { simulate, simulatorHere } from '../../src/simulation/index.js';
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
    const render = caseReporters[format];
    const policy = makePolicy(workspace, thresholds);
    const here = simulatorHere(workspace, policy, byKeyWords, { seed: 1, traffic: {}, ...(render && { render }) });
    await simulate(workspace.scenarios, workspace.settings, [here], { onRows: (some) => rows.push(...some) });
    const text = rows.join('').trimEnd();

    expect(rows.length).toBeGreaterThan(0);

    expect(text).toContain('evil.example');
    expect(text).not.toMatch(/(?![\r\n])\p{Cc}/u);
    if (format === 'csv') expect(text).not.toMatch(/(?:^|,)"?[=＝]/m);
    else expect(text).not.toMatch(/<script>|<b>/);
  },
);
