import { appendFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { largeWorkspace } from './lint-workspace.js';
import { peers } from './lint-peers.js';
import { runKb, type Measured } from './process.js';

const ARTICLES = 10_000;
const UTTERANCES = 50_000;

/** The whole lint of large workspaces in processes of its own, beside other Markdown linters over the same articles. */
export async function lintSpeed(): Promise<void> {
  console.log('\nlint: speed of whole processes');
  console.log('work'.padEnd(44), 'seconds  needed  CPU s  peak MB  needed');
  for (const share of [0.25, 0.5, 1]) {
    const size = { articles: ARTICLES * share, utterances: UTTERANCES * share };
    const root = await written(largeWorkspace(size));
    try {
      const name = `${size.articles} articles, ${size.utterances} utterances`;
      show(name, await runKb(['-C', root, 'lint'], undefined, true), share === 1 ? 4 : undefined, 700);
      if (share < 1) continue;
      show('again, nothing changed', await runKb(['-C', root, 'lint'], undefined, true), 1, 700);
      await appendFile(path.join(root, 'articles/area1/article-1.md'), '\nA sentence more.\n');
      show('again, an article changed', await runKb(['-C', root, 'lint'], undefined, true), 1, 700);
      await appendFile(path.join(root, 'intents/intent.1.md'), '- how is the last of them sent away again\n');
      show('again, an intent changed', await runKb(['-C', root, 'lint'], undefined, true), 1, 700);
      for (const [peer, run] of Object.entries(peers)) {
        const measured = await run(root);
        if (measured) show(`${peer}, the articles only`, measured);
        else console.log(`${peer}: not installed; npm ci --prefix bench brings it`);
      }
    } finally {
      await rm(root, { recursive: true });
    }
  }
}

async function written(files: ReadonlyMap<string, string>): Promise<string> {
  const root = await mkdtemp(path.join(tmpdir(), 'kb-bench-lint-'));
  for (const [file, text] of files) {
    await mkdir(path.dirname(path.join(root, file)), { recursive: true });
    await writeFile(path.join(root, file), text);
  }
  return root;
}

function show(name: string, { seconds, cpuSeconds, peakMb }: Measured, most?: number, mostMb?: number): void {
  const cells = [
    seconds.toFixed(1).padStart(7),
    (most === undefined ? '' : `≤ ${most}`).padStart(7),
    cpuSeconds.toFixed(1).padStart(6),
    peakMb.toFixed(0).padStart(8),
    (mostMb === undefined ? '' : `≤ ${mostMb}`).padStart(7),
  ];
  console.log(name.padEnd(44), ...cells);
}
