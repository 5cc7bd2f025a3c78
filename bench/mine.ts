import { readFileSync } from 'node:fs';
import path from 'node:path';
import { trainModel, type Example, type Model } from '../dist/index.js';
import { parseWorkspace } from '../dist/workspace/index.js';
import { mine as mineLog, type MiningReport } from '../dist/mining/index.js';
import { groupSaid } from '../dist/mining/group.js';
import { readSet, seeded } from './data.js';

import { mineSpeed } from './mine-speed.js';
import { clusterScores, type ClusterScores } from './cluster-scores.js';

const SEEDS = (process.env['KB_BENCH_SEEDS'] ?? '1,2,3').split(',').map(Number);
const OPTIONS = { seed: 1, outOfScopeShare: 0.2, answerPrecision: 0.95 };

/** Mining: intents that were withheld from training, conversations mined from nothing, and large logs. */
export async function mine(data: string): Promise<void> {
  await withheld(data);
  await conversations(data);
  await mineSpeed();
}

interface Bars {
  readonly found: number;
  readonly accuracy: number;
  readonly nmi: number;
  readonly ari: number;
}

const BARS: Readonly<Record<string, Bars>> = {
  banking77: { found: 65, accuracy: 74, nmi: 82, ari: 66 },
  clinc150: { found: 75, accuracy: 73, nmi: 83, ari: 63 },
};

/** A quarter of the intents is withheld from training; a log of all test utterances is mined. */
async function withheld(data: string): Promise<void> {
  console.log('\nmine: a quarter of the intents withheld from training, a log of all test utterances (in %)');
  console.log(
    'set        seed  withheld found  known taken | number given: acc  NMI  ARI | found/true  NMI | in the log: acc  NMI  ARI  CPU s',
  );
  for (const [name, bars] of Object.entries(BARS)) {
    const rows: number[][] = [];
    for (const seed of SEEDS) {
      const row = await withheldOnce(data, name, seed);
      rows.push(row);
      print(name, String(seed), row);
    }
    print(
      name,
      'mean',
      (rows[0] as number[]).map((_, i) => rows.reduce((sum, row) => sum + (row[i] as number), 0) / rows.length),
    );
    print(name, 'bar', [bars.found, 10, bars.accuracy, bars.nmi, bars.ari, 1.25]);
  }
}

function print(name: string, seed: string, row: readonly number[]): void {
  const [found, known, acc, nmi, ari, ratio, nmiFound, logAcc, logNmi, logAri, cpu] = row.map((value, i) =>
    i === 5 ? value.toFixed(2) : value.toFixed(1),
  );
  console.log(
    `${name.padEnd(10)} ${seed.padEnd(6)} ${(found ?? '').padStart(12)} ${(known ?? '').padStart(12)} | ${[acc, nmi, ari].map((v) => (v ?? '').padStart(6)).join(' ')} | ${(ratio ?? '').padStart(6)} ${(nmiFound ?? '').padStart(6)} | ${[logAcc, logNmi, logAri].map((v) => (v ?? '').padStart(6)).join(' ')} ${(cpu ?? '').padStart(6)}`,
  );
}

async function withheldOnce(data: string, name: string, seed: number): Promise<number[]> {
  const train = readSet(data, `${name}/train`);
  const test = readSet(data, `${name}/test`);
  const intents = [...new Set(train.flatMap(({ intent }) => intent ?? []))].toSorted();
  const random = seeded(seed);
  const hidden = new Set(
    intents
      .map((intent) => ({ intent, lot: random() }))
      .toSorted((a, b) => a.lot - b.lot)
      .slice(0, Math.round(intents.length / 4))
      .map(({ intent }) => intent),
  );
  const known = train.filter(({ intent }) => intent === null || !hidden.has(intent));
  const model = await trainModel(known, OPTIONS);
  const before = process.cpuUsage();
  const report = await mineTexts(test, known, model);
  const cpu = (process.cpuUsage(before).user + process.cpuUsage(before).system) / 1e6;
  const taken = new Map<number, number>();
  report.clusters.forEach(({ utterances }, cluster) => {
    for (const { members } of utterances) for (const id of members ?? []) taken.set(Number(id.slice(0, -2)), cluster);
  });
  report.singles.utterances.forEach(({ members }, single) => {
    for (const id of members ?? []) taken.set(Number(id.slice(0, -2)), 100_000 + single);
  });
  const share = (wanted: (intent: string | null) => boolean): number => {
    const rows = [...test.keys()].filter((i) => wanted((test[i] as Example).intent));
    return (100 * rows.filter((i) => taken.has(i)).length) / rows.length;
  };
  const found = share((intent) => intent !== null && hidden.has(intent));
  const falsely = share((intent) => intent !== null && !hidden.has(intent));

  const unknown = test.filter(({ intent }) => intent !== null && hidden.has(intent));
  const gold = unknown.map(({ intent }) => intent as string);
  const given = scoresOf(gold, groupTexts(unknown, known, model, hidden.size));
  const free = groupTexts(unknown, known, model);
  const own = scoresOf(gold, free);
  const inLog = [...taken].filter(([i]) => hidden.has((test[i] as Example).intent ?? ''));
  const log = clusterScores(
    inLog.map(([i]) => (test[i] as Example).intent as string),
    inLog.map(([, cluster]) => cluster),
  );
  const percent = ({ accuracy, nmi, ari }: ClusterScores): number[] => [100 * accuracy, 100 * nmi, 100 * ari];
  return [
    found,
    falsely,
    ...percent(given),
    new Set(free.filter((label) => label >= 0)).size / hidden.size,
    100 * own.nmi,
    ...percent(log),
    cpu,
  ];
}

function groupTexts(
  rows: readonly Example[],
  known: readonly Example[],
  model: Model | undefined,
  clusters?: number,
): number[] {
  const recognitions = model?.recogniseAll(rows.map(({ text }) => text));
  const said = rows.map(({ text, language }, i) => ({
    key: text.toLowerCase(),
    text,
    language,
    messages: 1,
    first: i,
    recognition: recognitions?.[i],
    replies: [],
    reasons: 1,
  }));
  return [...groupSaid({ said, recognised: [] }, known, model, clusters).labels];
}

/** A text alone is a cluster of its own. */
function scoresOf(gold: readonly string[], labels: readonly number[]): ClusterScores {
  return clusterScores(
    gold,
    labels.map((label, i) => (label < 0 ? -1 - i : label)),
  );
}

async function* oneTurnEach(texts: readonly Example[]) {
  yield texts.map(({ text }, i) => ({ id: String(i), turns: [{ role: 'customer' as const, text }] }));
}

function mineTexts(texts: readonly Example[], known: readonly Example[], model?: Model): Promise<MiningReport> {
  return mineLog(oneTurnEach(texts), workspaceOf(known), model, { today: '2026-11-23', members: true });
}

function workspaceOf(known: readonly Example[]) {
  const byIntent = new Map<string, string[]>();
  for (const { text, intent } of known) {
    const name = intent ?? 'out-of-scope';
    const list = byIntent.get(name);
    const line = `- ${text.replaceAll(/\s+/g, ' ')}`;
    if (list) list.push(line);
    else byIntent.set(name, [line]);
  }
  const files = [...byIntent].map(([intent, lines], i) => ({
    path: `intents/${i}.md`,
    text: `---\nintent: ${JSON.stringify(intent)}\n---\n## en\n${lines.join('\n')}\n`,
  }));
  return parseWorkspace([{ path: 'kb.yaml', text: 'name: bench\n' }, ...files]).workspace;
}

interface Log {
  readonly turns: readonly { readonly role: string; readonly text: string; readonly intent?: string }[];
}

/** Dialogue moves rather than requests. */
const MOVES = new Set([
  'contentonly',
  'confirmation',
  'rejection',
  'thankyou',
  'openinggreeting',
  'closinggreeting',
  'outofdomain',
]);

/** Conversations, from nothing and with half of the intents known. */
async function conversations(data: string): Promise<void> {
  console.log('\nmine: turns that express an intent, from nothing and with half of the intents known (in %)');
  console.log('published, sister sets of dstc11 with large pretrained embeddings: 60 / 60 / 46 and 52 / 66 / 34');
  console.log(
    'log                  known     turns  true | number given: acc  NMI  ARI | found: number  acc  NMI  ARI',
  );
  for (const name of ['dstc11-insurance', 'multidogo-airline', 'multidogo-media', 'multidogo-software']) {
    const lines = readFileSync(path.join(data, name, 'conversations.jsonl'), 'utf8')
      .split('\n')
      .filter(Boolean);
    const rows = lines
      .flatMap((line) => (JSON.parse(line) as Log).turns)
      .flatMap(({ role, text, intent }): Example[] =>
        role === 'customer' && intent !== undefined && !MOVES.has(intent) ? [{ text, intent, language: 'en' }] : [],
      );
    const intents = [...new Set(rows.map(({ intent }) => intent as string))].toSorted();
    const random = seeded(1);
    const known = new Set(intents.filter(() => random() < 0.5));
    const learn = rows.filter(({ intent }, i) => known.has(intent as string) && i % 2 === 0);
    const model = await trainModel(learn, OPTIONS);
    report(name, 'nothing', rows, [], undefined);
    report(
      name,
      'half',
      rows.filter(({ intent }) => !known.has(intent as string)),
      learn,
      model,
    );
    report(
      name,
      'half, not',
      rows.filter(({ intent }) => !known.has(intent as string)),
      [],
      undefined,
    );
  }
  function report(name: string, how: string, rows: readonly Example[], known: readonly Example[], model?: Model): void {
    const gold = rows.map(({ intent }) => intent as string);
    const number = new Set(gold).size;
    const free = groupTexts(rows, known, model);
    const [given, own] = [scoresOf(gold, groupTexts(rows, known, model, number)), scoresOf(gold, free)];
    const text = ({ accuracy, nmi, ari }: ClusterScores): string =>
      [accuracy, nmi, ari].map((value) => (100 * value).toFixed(1).padStart(5)).join(' ');
    console.log(
      `${name.padEnd(20)} ${how.padEnd(9)} ${String(rows.length).padStart(5)} ${String(number).padStart(5)} | ${text(given).padStart(18)} | ${String(new Set(free.filter((label) => label >= 0)).size).padStart(6)} ${text(own)}`,
    );
  }
}
