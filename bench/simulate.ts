import { appendFile, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { runKb } from './process.js';

const EXAMPLE = fileURLToPath(new URL('../kb', import.meta.url));
const SCENARIOS = 10_000;

/** The simulation's speed and memory, and whether the precision asked for is the precision got. */
export async function simulate(data: string): Promise<void> {
  await speed();
  await precision(data);
}

async function speed(): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'kb-bench-'));
  try {
    await cp(EXAMPLE, folder, { recursive: true });
    await runKb(['-C', folder, 'train']);
    console.log('\nsimulate: the example workspace; loading it is in the time');
    console.log('work                                  turns  seconds  needed  peak MB');
    const row = (work: string, turns: number, seconds: number, needed: string, peakMb: number): void =>
      console.log(
        `${work.padEnd(35)} ${String(turns).padStart(7)} ${seconds.toFixed(1).padStart(8)} ${needed.padStart(7)} ${peakMb.toFixed(0).padStart(8)}`,
      );
    for (const customers of [7000, 70_000]) {
      const run = await runKb(['-C', folder, 'simulate', '--format', 'json', '--customers', String(customers)]);
      const { population } = JSON.parse(run.stdout) as { population: { turns: number } };
      row(`${customers} customers`, population.turns, run.seconds, customers > 7000 ? '10' : '', run.peakMb);
    }
    await writeScenarios(folder, SCENARIOS);
    const run = await runKb(['-C', folder, 'simulate', '--format', 'json', '--customers', '1']);
    const { turns } = JSON.parse(run.stdout) as { turns: number };
    row(`${SCENARIOS} scenarios x 5 variations`, turns, run.seconds, '30', run.peakMb);
  } finally {
    await rm(folder, { recursive: true, force: true });
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

async function precision(data: string): Promise<void> {
  console.log('\nsimulate: answers given at answer_precision 0.95, in per cent');
  console.log('data             share  precision  needed  coverage');
  for (const { name, share } of [
    { name: 'banking77', share: 0 },
    { name: 'clinc150', share: 0.18 },
  ]) {
    const folder = await mkdtemp(path.join(tmpdir(), 'kb-bench-'));
    try {
      await runKb(['init', '--empty', folder]);
      await runKb(['-C', folder, 'import', path.resolve(data, name, 'train.jsonl')]);
      await runKb(['-C', folder, 'import', path.resolve(data, name, 'test.jsonl'), '--heldout']);
      await appendFile(
        path.join(folder, 'kb.yaml'),
        `\nrouting: { answer_precision: 0.95, out_of_scope_share: ${share} }\n`,
      );
      const { stdout } = await runKb(['-C', folder, 'eval', '--format', 'json']);
      const { summary } = JSON.parse(stdout) as { summary: { answer: { precision: number; coverage: number } } };
      const cells = [summary.answer.precision, 0.935, summary.answer.coverage].map((value) => (value * 100).toFixed(1));
      console.log(
        `${name.padEnd(15)} ${share.toFixed(2).padStart(6)} ${cells[0]?.padStart(10)} ${cells[1]?.padStart(7)} ${cells[2]?.padStart(9)}`,
      );
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
}
