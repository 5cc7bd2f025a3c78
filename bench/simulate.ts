import { appendFile, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { runKb, type Measured } from './process.js';

const EXAMPLE = fileURLToPath(new URL('../kb', import.meta.url));
const SCENARIOS = 10_000;
/** Logs that are replayed; those with an intent on their turns also against a workspace made of these. */
const LOGS = [
  { name: 'sgd', labelled: true },
  { name: 'multidogo-airline', labelled: true },
  { name: 'multidogo-media', labelled: true },
  { name: 'multidogo-software', labelled: true },
  { name: 'crosswoz', labelled: false },
];

/** A line of the table. */
interface Row {
  readonly work: string;
  readonly turns?: number;
  readonly measured?: Measured;
  readonly figures: string;
  readonly needed: string;
  readonly met: boolean | null;
}

/** The simulation's speed and memory, the precision of its answers, and what it makes of public logs. */
export async function simulate(data: string): Promise<void> {
  const width = 44;
  console.log('\nsimulate: loading is in the times; processor seconds are of all threads');
  console.log(`${'work'.padEnd(width)}   turns  seconds  processor  peak MB  figures`);
  for await (const { work, turns, measured, figures, needed, met } of rows(data)) {
    const cells = [
      work.padEnd(width),
      String(turns ?? '').padStart(7),
      (measured?.seconds.toFixed(1) ?? '').padStart(8),
      (measured?.cpuSeconds.toFixed(1) ?? '').padStart(10),
      (measured?.peakMb.toFixed(0) ?? '').padStart(8),
      ` ${figures}${needed === '' ? '' : `; needed ${needed}`}${met === null ? '' : met ? ': met' : ': SHORT'}`,
    ];
    console.log(cells.join(' '));
  }
}

async function* rows(data: string): AsyncGenerator<Row> {
  const folder = await mkdtemp(path.join(tmpdir(), 'kb-bench-'));
  try {
    await cp(EXAMPLE, folder, { recursive: true });
    await runKb(['-C', folder, 'train']);
    yield* speed(folder);
    yield await heldOut(folder);
    for (const { name } of LOGS) yield await replayed(folder, name, `${name} on the example`, data);
    yield* manyScenarios(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  for (const [name, share] of [
    ['banking77', 0],
    ['clinc150', 0.18],
  ] as const) {
    yield await precision(data, name, share);
  }
  for (const { name, labelled } of LOGS) if (labelled) yield await replayedOnItself(name, data);
}

async function* speed(folder: string): AsyncGenerator<Row> {
  for (const customers of [7000, 70_000, 280_000]) {
    const measured = await runKb(['-C', folder, 'simulate', '--format', 'json', '--customers', String(customers)]);
    const { population } = JSON.parse(measured.stdout) as { population: { turns: number } };
    const perSecond = Math.round(population.turns / measured.seconds);
    // 100,000 turns in 10 s.
    yield {
      work: `${customers} customers`,
      turns: population.turns,
      measured,
      figures: `${perSecond} turns a second`,
      needed: customers === 70_000 ? '10000' : '',
      met: customers === 70_000 ? perSecond >= 10_000 : null,
    };
  }
}

/** Many scenarios in the place of the example's. */
async function* manyScenarios(folder: string): AsyncGenerator<Row> {
  await writeScenarios(folder, SCENARIOS);
  for (const format of ['json', 'csv']) {
    const measured = await runKb(
      ['-C', folder, 'simulate', '--format', format, '--customers', '1'],
      undefined,
      format === 'csv',
    );
    yield {
      work: `${SCENARIOS} scenarios x 5 variations, ${format}`,
      ...(format === 'json' && { turns: (JSON.parse(measured.stdout) as { turns: number }).turns }),
      measured,
      figures: '',
      needed: '30 s',
      met: measured.seconds <= 30,
    };
  }
}

/** Scenarios of one turn each, of the held-out utterances in turn with a number that makes each another text. */
async function writeScenarios(folder: string, many: number): Promise<void> {
  await rm(path.join(folder, 'scenarios'), { recursive: true });
  await mkdir(path.join(folder, 'scenarios'));
  const texts: string[] = [];
  for (const intent of [
    'order.track',
    'refund.request',
    'return.start',
    'payment.failed',
    'delivery.time',
    'account.hacked',
  ]) {
    const file = await readFile(path.join(folder, `heldout/${intent}.md`), 'utf8');
    texts.push(
      ...file
        .split('\n')
        .filter((line) => /^- [A-Za-z]/.test(line))
        .map((line) => line.slice(2)),
    );
  }
  for (let i = 0; i < many; i += 1) {
    const customer = `${texts[i % texts.length] ?? ''} (${i})`;
    const scenario = {
      scenario: `Number ${i}`,
      customer: { segment: 'returning', language: 'en' },
      channel: 'chat',
      turns: [{ customer, expect: { language: 'en' } }],
      variations: ['typos', 'casing', 'filler', 'politeness', 'emoji'],
    };
    await writeFile(path.join(folder, `scenarios/${i}.yaml`), JSON.stringify(scenario));
  }
}

interface Evaluation {
  readonly summary: {
    readonly utterances: number;
    readonly answer: { readonly precision: number; readonly coverage: number };
  };
}

/** Answers given on a public test set at `answer_precision` 0.95. */
async function precision(data: string, name: string, share: number): Promise<Row> {
  const folder = await mkdtemp(path.join(tmpdir(), 'kb-bench-'));
  try {
    await runKb(['init', '--empty', folder]);
    await runKb(['-C', folder, 'import', path.resolve(data, name, 'train.jsonl')]);
    await runKb(['-C', folder, 'import', path.resolve(data, name, 'test.jsonl'), '--heldout']);
    const routing = `\nrouting: { answer_precision: 0.95, out_of_scope_share: ${share} }\n`;
    await appendFile(path.join(folder, 'kb.yaml'), routing);
    const { stdout } = await runKb(['-C', folder, 'eval', '--format', 'json']);
    const { answer } = (JSON.parse(stdout) as Evaluation).summary;
    return {
      work: `answers on ${name}, share ${share}`,
      figures: `${percent(answer.precision)} right, coverage ${percent(answer.coverage)}`,
      needed: '93.5 %',
      met: answer.precision >= 0.935,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The same on the example's held-out set, which is too small for more than an interval. */
async function heldOut(folder: string): Promise<Row> {
  const { stdout } = await runKb(['-C', folder, 'eval', '--format', 'json']);
  const { utterances, answer } = (JSON.parse(stdout) as Evaluation).summary;
  const [low, high] = wilson(answer.precision, Math.round(answer.coverage * utterances));
  return {
    work: "answers on the example's held-out set",
    figures: `${percent(answer.precision)} right (${percent(low)} to ${percent(high)}), coverage ${percent(answer.coverage)}`,
    needed: 'an interval that reaches 95 %',
    met: high >= 0.95,
  };
}

/** The 95 % interval of a share of `total`. */
function wilson(share: number, total: number): readonly [number, number] {
  const z2 = 1.959963984540054 ** 2;
  const middle = (share + z2 / (2 * total)) / (1 + z2 / total);
  const spread =
    (Math.sqrt(z2) / (1 + z2 / total)) * Math.sqrt((share * (1 - share)) / total + z2 / (4 * total * total));
  return [middle - spread, middle + spread];
}

async function replayedOnItself(name: string, data: string): Promise<Row> {
  const folder = await mkdtemp(path.join(tmpdir(), 'kb-bench-'));
  try {
    await runKb(['init', '--empty', folder]);
    const turns = path.join(folder, 'turns.jsonl');
    await writeFile(turns, await labelledTurns(path.resolve(data, name, 'conversations.jsonl')));
    await runKb(['-C', folder, 'import', turns]);
    await runKb(['-C', folder, 'train']);
    return await replayed(folder, name, `${name} on its own labels`, data);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function replayed(folder: string, name: string, work: string, data: string): Promise<Row> {
  const log = path.resolve(data, name, 'conversations.jsonl');
  const measured = await runKb(['-C', folder, 'simulate', '--replay', log, '--format', 'json']);
  const { turns, actions, withoutReason, unrecognised, labelled } = JSON.parse(measured.stdout) as {
    turns: number;
    actions: Readonly<Record<string, number>>;
    withoutReason: number;
    unrecognised: number;
    labelled: { turns: number; agreed: number };
  };
  const decided = Object.values(actions).reduce((sum, number) => sum + number, 0);
  const agreed =
    labelled.turns === 0 ? '' : `, of ${labelled.turns} labels ${percent(labelled.agreed / labelled.turns)} met`;
  return {
    work,
    turns,
    measured,
    figures: `${decided} decided, ${withoutReason} without a reason, ${percent(unrecognised / turns)} not recognised${agreed}`,
    needed: 'all, with a reason',
    met: decided === turns && withoutReason === 0,
  };
}

/** The labelled turns of a log as utterances; what its makers call out of the domain is out of scope. */
async function labelledTurns(log: string): Promise<string> {
  const lines = (await readFile(log, 'utf8')).split('\n').filter((line) => line !== '');
  const utterances = lines.flatMap((line) =>
    (JSON.parse(line) as { turns: readonly { text: string; intent?: string }[] }).turns.flatMap(({ text, intent }) =>
      intent === undefined || text.trim() === ''
        ? []
        : [{ text, intent: intent === 'outofdomain' ? null : intent, lang: 'en' }],
    ),
  );
  return utterances.map((utterance) => `${JSON.stringify(utterance)}\n`).join('');
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
