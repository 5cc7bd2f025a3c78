import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

const KB = fileURLToPath(new URL('../bin/kb.js', import.meta.url));

export interface Measured {
  readonly stdout: string;
  readonly seconds: number;
  /** Processor time of all its threads: on a busy machine what tells more than the seconds on the clock. */
  readonly cpuSeconds: number;
  /** Peak resident memory of the process. */
  readonly peakMb: number;
}

/**
 * Runs `kb` and measures the whole process; its peak memory comes from its own resource usage at exit.
 *
 * @param input - piped into it; with `discard` its output is read and thrown away.
 */
export function runKb(args: readonly string[], input?: Readable, discard = false): Promise<Measured> {
  return runScript(KB, args, input, discard);
}

/** The same for any program of Node.js; exit code 2 counts as a failure of the program itself. */
export function runScript(
  script: string,
  args: readonly string[],
  input?: Readable,
  discard = false,
): Promise<Measured> {
  const report =
    "process.on('exit', () => { const u = process.resourceUsage(); " +
    'process.stderr.write(`\\npeak ${u.maxRSS} cpu ${u.userCPUTime + u.systemCPUTime}\\n`) })';
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const hook = `data:text/javascript,${encodeURIComponent(report)}`;
    const child = spawn(process.execPath, ['--import', hook, script, ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => {
      if (!discard) stdout += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    if (input) input.pipe(child.stdin);
    else child.stdin.end();
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 2) {
        reject(new Error(`${script} ${args.join(' ')}: ${stderr}`));
        return;
      }
      const [, peak = Number.NaN, cpu = Number.NaN] = /\npeak (\d+) cpu (\d+)\n/.exec(stderr) ?? [];
      const seconds = (performance.now() - start) / 1000;
      resolve({ stdout, seconds, cpuSeconds: Number(cpu) / 1e6, peakMb: Number(peak) / 1024 });
    });
  });
}
