import { expect, test } from 'vitest';
import { mine } from '../../src/mining/index.js';
import { parseWorkspace } from '../../src/workspace/index.js';

const { workspace } = parseWorkspace([{ path: 'kb.yaml', text: 'name: Desk\n' }]);

async function* log(lines: readonly (readonly [customer: string, agent: string])[]) {
  yield lines.map(([customer, agent], i) => ({
    id: String(i),
    turns: [
      { role: 'customer' as const, text: customer },
      { role: 'agent' as const, text: agent },
    ],
  }));
}

const mined = (lines: readonly (readonly [string, string])[]) =>
  mine(log(lines), workspace, undefined, { today: '2026-11-23' });

const SAMPLES =
  'We post up to five fabric samples free of charge: press the button under the colour on the product page.';
const HOBS =
  'Our enamel cookware works on every hob, induction too; the base must measure twelve centimetres at least.';

test('what gets the same reply is one topic, whatever words it is said in', async () => {
  const { clusters } = await mined([
    ['how big is a swatch', SAMPLES],
    ['colour cards for the linen range', SAMPLES],
    ['hard to judge on my screen, any cutting you could post', SAMPLES],
    ['want to feel the wool first', SAMPLES],
    ['will the casserole go on my ceramic top', HOBS],
    ['do your pots have magnets underneath', HOBS],
    ['put the roasting dish over gas to make gravy', HOBS],
    ['boost setting cracks coating or not', HOBS],
  ]);
  const sizes = Object.fromEntries(clusters.map(({ agentReply, size }) => [agentReply?.text, size]));
  expect(sizes).toEqual({ [SAMPLES]: 4, [HOBS]: 4 });
});

test('what agents refuse is out of scope, and the figures say so', async () => {
  const refusal = "Thank you for your message. This is something that we can't help with, I'm afraid.";
  const { clusters } = await mined([
    ['sing me a song about rain', refusal],
    ['sing a song about snow', refusal],
    ['another song about rain', refusal],
  ]);
  expect(clusters.map(({ suggestion }) => suggestion)).toEqual([
    { kind: 'out-of-scope', evidence: 'agents refused it in 3 of 3 replies' },
  ]);
});
