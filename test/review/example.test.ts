import { cp, readFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { main } from '../../src/commands/main.js';
import { openWorkspace } from '../../src/workspace/index.js';
import { temporaryFolder } from '../cli/kb.js';

const here = (name: string): string => fileURLToPath(new URL(`../../${name}`, import.meta.url));
const LOGS = ['chat.jsonl', 'app-intercom.json', 'mail-zendesk.jsonl', 'social.csv'];

test(
  "after the decisions on the example's logs half of what was not recognised is, and nothing held out is worse",
  { timeout: 120_000 },
  async () => {
    const folder = await temporaryFolder();
    await cp(here('kb'), folder, { recursive: true, filter: (source) => path.basename(source) !== '.kb' });
    let stdout = '';
    const nothing = new Writable({ write: (_chunk, _encoding, done) => done() });
    const args = ['-C', folder, 'review', '--decisions', here('fixtures/review-decisions.yaml'), '--format', 'json'];
    const code = await main([...args, ...LOGS.map((name) => here(`fixtures/harbour-pine/${name}`))], {
      stdin: Readable.from([]),
      stdout: new Writable({
        write(chunk: Buffer, _encoding, done) {
          stdout += chunk.toString();
          done();
        },
      }),
      stderr: nothing,
      env: { KB_PRIVACY_KEY: 'a key of the tests' },
      cwd: folder,
      now: new Date('2026-11-23T12:00:00Z'),
    });
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
    expect(after.heldout.inScope.accuracyWithoutThreshold).toBeGreaterThan(
      before.heldout.inScope.accuracyWithoutThreshold - 0.003,
    );
    // Whoever said it can be erased from it again.
    const { intents } = await openWorkspace(folder);
    const mined = intents.filter(({ intent }) => report.newIntents.includes(intent));
    expect(mined.flatMap(({ utterances }) => utterances.filter(({ provenance }) => !provenance))).toEqual([]);
    expect(await readFile(path.join(folder, 'articles/product/hobs-and-ovens.zh.md'), 'utf8')).toContain('电磁炉');
  },
);
