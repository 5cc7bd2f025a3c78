import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

const KB = fileURLToPath(new URL('../bin/kb.js', import.meta.url));

export interface Measured {
  readonly stdout: string;
  readonly seconds: number;
  /** Peak resident memory of the process. */
  readonly peakMb: number;
}

/**
 * Runs `kb` and measures the whole process; its peak memory comes from its own resource usage at exit.
 *
 * @param input - piped into it; with `discard` its output is read and thrown away.
 */
export function runKb(args: readonly string[], input?: Readable, discard = false): Promise<Measured> {
  const report = "process.on('exit', () => process.stderr.write(`\\npeak ${process.resourceUsage().maxRSS}\\n`))";
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const hook = `data:text/javascript,${encodeURIComponent(report)}`;
    const child = spawn(process.execPath, ['--import', hook, KB, ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
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
        reject(new Error(`kb ${args.join(' ')}: ${stderr}`));
        return;
      }
      const peakMb = Number(/peak (\d+)/.exec(stderr)?.[1] ?? Number.NaN) / 1024;
      resolve({ stdout, seconds: (performance.now() - start) / 1000, peakMb });
    });
  });
}
