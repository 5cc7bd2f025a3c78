import { lint, recogniseAll } from '../dist/lint/index.js';
import { parseWorkspace, type Workspace } from '../dist/workspace/index.js';
import { readSet, seeded } from './data.js';
import { example } from './lint.js';

const NOISE = 0.05;
const THRESHOLDS = {
  'utt/likely-mislabelled': [0.7, 0.8, 0.9, 0.95],
  'utt/outlier': [0.03, 0.05, 0.075, 0.15],
};

/**
 * What the rules that ask a classifier are worth: labels are moved at random to other intents, sentences of another
 * domain stand among the utterances, and of what a rule finds the share that was planted is its precision. Some of the
 * rest is wrong in the data themselves.
 */
export async function labelNoise(data: string): Promise<void> {
  const foreign = readSet(data, 'clinc150/test').flatMap(({ text, intent }) => (intent === null ? [] : [text]));
  console.log(`\nlint: rules of the model, ${NOISE * 100} % of the labels moved, ${NOISE * 100} % of another domain`);
  console.log('data          rule                     from   planted  found  recall  precision');
  for (const [name, files] of [
    ['banking77', banking(data)],
    ['example', await example('kb')],
  ] as const) {
    const { texts, moved, strange } = spoil(files, foreign);
    const { workspace } = parseWorkspace([...texts].map(([path, text]) => ({ path, text })));
    const recognitions = await recogniseAll(workspace, 3);
    for (const [rule, thresholds] of Object.entries(THRESHOLDS)) {
      const planted = rule === 'utt/outlier' ? strange : moved;
      for (const confidence of thresholds) {
        const found = lint(
          { workspace: withOption(workspace, rule, confidence), problems: [] },
          { today: '2026-11-23', only: new Set([rule]), recognitions },
        ).problems.map(({ file = '', line = 1 }) => texts.get(file)?.split('\n')[line - 1]?.slice(2) ?? '');
        const right = found.filter((text) => planted.has(text)).length;
        const cells = [
          name.padEnd(13),
          rule.padEnd(24),
          String(confidence).padEnd(6),
          String(planted.size).padStart(7),
          String(found.length).padStart(6),
          `${((100 * right) / planted.size).toFixed(1)} %`.padStart(7),
          `${((100 * right) / found.length).toFixed(1)} %`.padStart(10),
        ];
        console.log(cells.join(' '));
      }
    }
  }
}

function withOption(workspace: Workspace, rule: string, confidence: number): Workspace {
  const { settings } = workspace;
  const rules = { ...settings.lint.rules, [rule]: ['info', { confidence }] as ['info', { confidence: number }] };
  return { ...workspace, settings: { ...settings, lint: { ...settings.lint, rules } } };
}

/** Forty sentences of each intent of banking77 as a workspace. */
function banking(data: string): ReadonlyMap<string, string> {
  const byIntent = new Map<string, string[]>();
  for (const { text, intent } of readSet(data, 'banking77/train')) {
    const list = byIntent.get(intent ?? '') ?? [];
    if (list.length < 40) list.push(`- ${text.replace(/\s+/g, ' ').trim()}\n`);
    byIntent.set(intent ?? '', list);
  }
  return new Map([
    ['kb.yaml', 'name: Bank\n'],
    ...[...byIntent].map(([intent, lines], at): [string, string] => [
      `intents/i${at}.md`,
      `---\nintent: ${JSON.stringify(intent)}\n---\n## en\n${lines.join('')}`,
    ]),
  ]);
}

/** Moves English utterances to other intents, and puts sentences of another domain among the rest. */
function spoil(
  files: ReadonlyMap<string, string>,
  foreign: readonly string[],
): { texts: Map<string, string>; moved: Set<string>; strange: Set<string> } {
  const random = seeded(5);
  const texts = new Map([...files].filter(([file]) => file === 'kb.yaml' || file.startsWith('intents/')));
  const names = [...texts.keys()].filter((file) => file.startsWith('intents/') && !file.includes('out-of-scope'));
  const moved = new Set<string>();
  const strange = new Set<string>();
  for (const file of names) {
    for (const line of (files.get(file) ?? '').split('\n').filter((one) => /^- [ -~]{12,}$/.test(one))) {
      const chance = random();
      if (chance < NOISE) {
        const to = names[Math.floor(random() * names.length)] as string;
        if (to === file) continue;
        texts.set(file, (texts.get(file) ?? '').replace(`${line}\n`, ''));
        texts.set(
          to,
          (texts.get(to) ?? '').replace('## en\n', () => `## en\n${line}\n`),
        );
        moved.add(line.slice(2));
      } else if (chance < 2 * NOISE) {
        const sentence = foreign[Math.floor(random() * foreign.length)] as string;
        texts.set(
          file,
          (texts.get(file) ?? '').replace('## en\n', () => `## en\n- ${sentence}\n`),
        );
        strange.add(sentence);
      }
    }
  }
  return { texts, moved, strange };
}
