import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runKb } from './process.js';

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
      await runKb(['init', '--empty', folder]);
      await runKb(['-C', folder, 'import', path.resolve(data, name, 'train.jsonl')]);
      await runKb(['-C', folder, 'import', path.resolve(data, name, 'test.jsonl'), '--heldout']);
      const { stdout, seconds, peakMb } = await runKb(['-C', folder, 'eval', '--format', 'json']);
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
