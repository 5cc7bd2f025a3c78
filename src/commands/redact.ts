import { once } from 'node:events';
import { KbError } from '../problem.js';
import { makeRedactor, readLines, type Redactor } from '../text/index.js';
import { findWorkspace, readWorkspace } from '../workspace/index.js';
import { note, type Context, type Outcome } from './context.js';
import { redactorOf } from './logs.js';

/** Lines are redacted together, since signatures and addresses go over several; a block ends at a blank line, or here. */
const BLOCK = 64 * 1024;
const LONGEST_BLOCK = 512 * 1024;

/** A filter: what cannot be read is left out, never passed on as it is. */
export async function runRedact(context: Context): Promise<Outcome> {
  const redact = await redactorHere(context);
  let block: string[] = [];
  let size = 0;
  let line = 0;
  let bad = 0;
  const flush = async (): Promise<void> => {
    if (block.length === 0) return;
    const text = `${redact(block.join('\n'))}\n`;
    block = [];
    size = 0;
    if (!context.stdout.write(text)) await once(context.stdout, 'drain');
  };
  for await (const batch of readLines(context.stdin)) {
    for (const text of batch) {
      line += 1;
      if (typeof text !== 'string') {
        bad += 1;
        note(context, `line ${line} left out: ${text.error}`);
        continue;
      }
      block.push(text);
      size += text.length + 1;
      if (size > LONGEST_BLOCK || (size > BLOCK && text.trim() === '')) await flush();
    }
  }
  await flush();
  if (bad === 0) return { output: '', exitCode: 0 };
  return { output: '', exitCode: 1, reason: `${bad} of ${line} lines could not be read and were left out` };
}

/** By the workspace's settings, or by the defaults outside of one. */
async function redactorHere(context: Context): Promise<Redactor> {
  let root: string;
  try {
    root = await findWorkspace(context.cwd, context.workspace);
  } catch (error) {
    if (error instanceof KbError && context.workspace === undefined) return makeRedactor();
    throw error;
  }
  return redactorOf((await readWorkspace(root)).workspace.settings);
}
