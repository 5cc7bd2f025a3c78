import { cp, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readDecisions } from '../../src/review/index.js';
import { openWorkspace } from '../../src/workspace/index.js';
import { temporaryFolder } from '../cli/kb.js';
import { runIn } from '../commands/run.js';

const here = (name: string): string => fileURLToPath(new URL(`../../${name}`, import.meta.url));
const LOGS = ['chat.jsonl', 'app-intercom.json', 'mail-zendesk.jsonl', 'social.csv'].map((name) =>
  here(`fixtures/harbour-pine/${name}`),
);

/** What the topics that no intent covers may be called, in either language. */
const NAMES: Readonly<Record<string, RegExp>> = {
  'product.instructions': /instructions|wren|manual|说明书|安装/,
  'product.hobs': /induction|hob|搪瓷|电磁炉/,
  'product.samples': /sample|swatch|fabric|小样/,
  'account.fake_messages': /fake|text|scam|短信|们发/,
  'product.reviews': /review|评价/,
  'order.age_check': /\bage\b|18|knife|knives|年龄/,
};

const run = (folder: string, ...args: readonly string[]) =>
  runIn(folder, ['-C', folder, ...args, '--format', 'json', ...LOGS]);

// Two trainings of the example and its whole held-out set: `KB_SLOW=1 npx vitest run test/review/example.test.ts`.
test.runIf(process.env['KB_SLOW'])(
  "mining finds the example's six topics by name; after the decisions on them half of what was not recognised is, and nothing held out is worse",
  { timeout: 240_000 },
  async () => {
    const folder = await temporaryFolder();
    await cp(here('kb'), folder, { recursive: true, filter: (source) => path.basename(source) !== '.kb' });
    const decided = readDecisions(await readFile(here('fixtures/review-decisions.yaml'), 'utf8'), 'decisions');
    const mined = JSON.parse((await run(folder, 'mine')).stdout) as {
      readonly clusters: readonly { name: string; size: number; typical: readonly string[] }[];
    };
    for (const decision of decided) {
      if (decision.do !== 'new-intent') continue;
      const texts = new Set(decision.utterances.map(({ text }) => text));
      const found = mined.clusters.filter(
        ({ size, typical }) => size >= 5 && typical.filter((text) => texts.has(text)).length > typical.length / 2,
      );
      const names = found.map(({ name }) => name).join(', ');
      expect(names, decision.intent).toMatch(NAMES[decision.intent] ?? /^$/);
    }

    const { code, stdout } = await run(folder, 'review', '--decisions', here('fixtures/review-decisions.yaml'));
    expect(code).toBe(0);
    type Figures = {
      readonly heldout: {
        readonly joint: { accuracy: number };
        readonly inScope: { accuracyWithoutThreshold: number };
      };
      readonly mined: { readonly turns: number; readonly unrecognised: number };
    };
    const report = JSON.parse(stdout) as {
      readonly before: Figures;
      readonly after: Figures;
      readonly newIntents: readonly string[];
      readonly comparison: readonly { readonly verdict: string }[];
    };
    expect(report.newIntents).toEqual([
      'product.instructions',
      'product.hobs',
      'product.samples',
      'account.fake_messages',
      'product.reviews',
      'order.age_check',
    ]);
    const { before, after } = report;
    expect(before.mined.unrecognised).toBeGreaterThan(150);
    expect(after.mined.unrecognised).toBeLessThan(before.mined.unrecognised / 2);
    expect(report.comparison.map(({ verdict }) => verdict)).not.toContain('worse');
    // Three lines of a thousand are noise.
    expect(after.heldout.joint.accuracy).toBeGreaterThan(before.heldout.joint.accuracy - 0.003);
    // Whichever is likeliest changes for some forty lines of 924 from one training to the next, in either direction.
    expect(after.heldout.inScope.accuracyWithoutThreshold).toBeGreaterThan(
      before.heldout.inScope.accuracyWithoutThreshold - 0.013,
    );
    // Whoever said it can be erased from it again.
    const { intents } = await openWorkspace(folder);
    const written = intents.filter(({ intent }) => report.newIntents.includes(intent));
    expect(written.flatMap(({ utterances }) => utterances.filter(({ provenance }) => !provenance))).toEqual([]);
    expect(await readFile(path.join(folder, 'articles/product/hobs-and-ovens.zh.md'), 'utf8')).toContain('电磁炉');
  },
);
