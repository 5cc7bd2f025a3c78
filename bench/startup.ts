import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const RUNS = 15;

/** `kb --help` against an empty Node.js, in turn, so that a slow moment of the machine hits both. */
export async function startup(): Promise<void> {
  const kb = fileURLToPath(new URL('../bin/kb.js', import.meta.url));
  const empty: number[] = [];
  const help: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    empty.push(milliseconds(['-e', '1']));
    help.push(milliseconds([kb, '--help']));
  }
  const [a, b] = [median(empty), median(help)];
  const verdict = b - a <= 150 ? 'met' : 'SHORT';
  console.log('\nstartup: medians of whole processes, ms');
  console.log(
    `node -e 1  ${a.toFixed(0)}    kb --help  ${b.toFixed(0)}    more  ${(b - a).toFixed(0)}  ≤ 150  ${verdict}`,
  );
}

function milliseconds(args: readonly string[]): number {
  const start = performance.now();
  spawnSync(process.execPath, args);
  return performance.now() - start;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
