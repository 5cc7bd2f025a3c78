import { createWriteStream } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { openWorkspace } from '../dist/index.js';
import { seeded } from './data.js';
import { runKb } from './process.js';

const EXAMPLE = fileURLToPath(new URL('../kb', import.meta.url));
/** Customers' turns; `KB_BENCH_TURNS=1000000,10000000` for more. */
const SIZES = (process.env['KB_BENCH_TURNS'] ?? '100000,1000000').split(',').map(Number);

/** A large log of the example's customers: imported, then mined with the example's model, whole processes. */
export async function mineSpeed(): Promise<void> {
  console.log('\nmine: a log of the example, sentences varied at random, two customer turns of four a conversation');
  console.log('customer turns  verb         seconds  CPU seconds  needed  peak MB  needed');
  for (const turns of SIZES) {
    const folder = await mkdtemp(path.join(tmpdir(), 'kb-bench-'));
    process.env['KB_PRIVACY_KEY'] = 'the key of the bench';
    try {
      await cp(EXAMPLE, folder, { recursive: true, filter: (file) => path.basename(file) !== '.kb' });
      await runKb(['-C', folder, 'train']);
      const file = path.join(folder, 'log.jsonl');
      await writeLog(file, turns);
      const today = '--today=2026-11-23';
      const needed = turns === 1_000_000 ? (['≤ 60', '≤ 1500'] as const) : undefined;
      show(turns, 'logs import', await runKb(['-C', folder, 'logs', 'import', file, today]));
      await rm(file);
      show(turns, 'mine', await runKb(['-C', folder, 'mine', '--format', 'json', today]), needed);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
}

function show(
  turns: number,
  verb: string,
  { seconds, cpuSeconds, peakMb }: Awaited<ReturnType<typeof runKb>>,
  needed: readonly [string, string] = ['', ''],
): void {
  const cells = [
    turns.toLocaleString('en').padStart(14),
    ` ${verb}`.padEnd(12),
    seconds.toFixed(1).padStart(8),
    cpuSeconds.toFixed(1).padStart(12),
    needed[0].padStart(7),
    peakMb.toFixed(0).padStart(8),
    needed[1].padStart(7),
  ];
  console.log(cells.join(' '));
}

/** Sentences of the example with a word of another one in the place of one of theirs, half of the time two. */
async function writeLog(file: string, turns: number): Promise<void> {
  const { intents, heldout } = await openWorkspace(EXAMPLE);
  const texts = [...intents, ...heldout].flatMap(({ utterances }) => utterances.map(({ text }) => text));
  const words = texts.flatMap((text) => text.split(' '));
  const random = seeded(1);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const say = (): string => {
    const said = pick(texts).split(' ');
    for (let i = random() < 0.5 ? 1 : 2; i > 0; i -= 1) said[Math.floor(random() * said.length)] = pick(words);
    return said.join(' ');
  };
  const out = createWriteStream(file);
  for (let i = 0; i < turns / 2; i += 1) {
    const day = new Date(Date.UTC(2026, 8, 28) + Math.floor(random() * 56) * 86_400_000).toISOString().slice(0, 10);
    const conversation = {
      id: `c${i}`,
      channel: pick(['chat', 'email', 'social']),
      started_at: `${day}T10:00:00Z`,
      customer: { id: `u${Math.floor((random() * turns) / 4)}`, segment: pick(['new', 'returning', 'vip']) },
      turns: [
        { role: 'customer', text: say() },
        { role: 'bot', text: 'Please have a look at our page about this.', action: 'answer' },
        { role: 'customer', text: say() },
        random() < 0.3
          ? { role: 'agent', text: 'I have looked into it and sent you an e-mail.' }
          : { role: 'bot', text: "Sorry, I didn't understand that.", action: 'fallback' },
      ],
    };
    if (!out.write(`${JSON.stringify(conversation)}\n`)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
}
