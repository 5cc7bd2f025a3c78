import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const KB = fileURLToPath(new URL('../bin/kb.js', import.meta.url));

interface Report {
  readonly summary: {
    readonly inScope: { readonly accuracyWithoutThreshold: number };
    readonly joint: { readonly accuracy: number };
  };
}

interface Target {
  readonly data: string;
  /** accuracyWithoutThreshold in per cent that it must reach, and what else was measured on the same split. */
  readonly least: number;
  readonly joint?: number;
  readonly others: string;
}

const TARGETS: readonly Target[] = [
  { data: 'banking77', least: 90.5, others: 'NLP.js 50.6, fastText 85.5, LinearSVC 91.4, BERT fine-tuned 93.0' },
  {
    data: 'clinc150',
    least: 92,
    joint: 85,
    others: 'NLP.js 84.5, fastText 89.2, LinearSVC 92.8, BERT 96.9; joint: BERT 88.2',
  },
  { data: 'hint3-curekart', least: 82, others: 'Dialogflow 75.0, LUIS 72.6, Rasa 84.1, BERT 83.6' },
  { data: 'massive-zh-CN', least: 81, others: 'LinearSVC 82.4, XLM-R about 85' },
];

/** The main job as a user runs it: init, import, import --heldout, eval; each a process of its own. */
export async function mainJob(data: string): Promise<void> {
  console.log(
    '\nmain: kb init, import, eval; accuracy is accuracyWithoutThreshold in per cent, time and memory of kb eval',
  );
  console.log('data             accuracy  needed  joint  needed  seconds  needed  peak MB  needed  others');
  for (const { data: name, least, joint, others } of TARGETS) {
    const folder = await mkdtemp(path.join(tmpdir(), 'kb-bench-'));
    try {
      await run(['init', '--empty', folder]);
      await run(['-C', folder, 'import', path.resolve(data, name, 'train.jsonl')]);
      await run(['-C', folder, 'import', path.resolve(data, name, 'test.jsonl'), '--heldout']);
      const { stdout, seconds, peakMb } = await run(['-C', folder, 'eval', '--format', 'json']);
      const { summary } = JSON.parse(stdout) as Report;
      const cells = [
        name.padEnd(15),
        (summary.inScope.accuracyWithoutThreshold * 100).toFixed(1).padStart(9),
        least.toFixed(1).padStart(7),
        (summary.joint.accuracy * 100).toFixed(1).padStart(6),
        (joint?.toFixed(1) ?? '').padStart(7),
        seconds.toFixed(1).padStart(8),
        '60'.padStart(7),
        peakMb.toFixed(0).padStart(8),
        '1000'.padStart(7),
        ` ${others}`,
      ];
      console.log(cells.join(' '));
    } finally {
      await rm(folder, { recursive: true });
    }
  }
}

/** Runs `kb` and measures the whole process; its peak memory comes from its own resource usage at exit. */
function run(args: readonly string[]): Promise<{ stdout: string; seconds: number; peakMb: number }> {
  const report = "process.on('exit', () => process.stderr.write(`\\npeak ${process.resourceUsage().maxRSS}\\n`))";
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const child = spawn(process.execPath, [
      '--import',
      `data:text/javascript,${encodeURIComponent(report)}`,
      KB,
      ...args,
    ]);
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 2) {
        reject(new Error(`kb ${args.join(' ')}: ${stderr}`));
        return;
      }
      const peakMb = Number(/peak (\d+)/.exec(stderr)?.[1] ?? Number.NaN) / 1024;
      resolve({ stdout, seconds: (performance.now() - start) / 1000, peakMb });
    });
  });
}
