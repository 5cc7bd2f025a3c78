import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { MADE_FOLDER, writeMade } from '../workspace/index.js';
import type { Context } from './context.js';
import { progressBar } from './progress.js';

/** In the folder for what the tool makes. */
const CACHE = 'cache/links.json';
/** An address that answered is not asked again for as many days. */
const KEEP_DAYS = 7;
const AT_ONCE = 8;
const TIMEOUT_MS = 10_000;

/** What each address answered, and on which day: an empty text for one that works. */
type Answers = Readonly<Record<string, { readonly day: string; readonly wrong: string }>>;

/**
 * Asks each address whether it is there. One that answers, if only with "too many requests" or "not for robots", is
 * there; a host that cannot be reached at all is tried twice.
 *
 * @returns what is wrong with each one that is not.
 */
export async function brokenLinks(
  context: Context,
  root: string,
  targets: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const before = await readAnswers(root);
  const oldest = new Date(Date.parse(context.today) - KEEP_DAYS * 86_400_000).toISOString().slice(0, 10);
  const answers: Record<string, { day: string; wrong: string }> = {};
  const open: string[] = [];
  for (const target of targets) {
    const known = before[target];
    if (known && known.wrong === '' && known.day > oldest && known.day <= context.today) answers[target] = known;
    else open.push(target);
  }
  const bar = progressBar(context, 'links');
  let done = 0;
  const next = open.values();
  const work = async (): Promise<void> => {
    for (const target of next) {
      const wrong = (await ask(target)) && (await ask(target));
      answers[target] = { day: context.today, wrong: wrong ?? '' };
      bar.update((done += 1), open.length);
    }
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  } finally {
    bar.stop();
  }
  const sorted = Object.fromEntries(Object.entries(answers).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  await writeMade(root, CACHE, `${JSON.stringify(sorted)}\n`);
  return new Map(Object.entries(answers).flatMap(([target, { wrong }]) => (wrong === '' ? [] : [[target, wrong]])));
}

async function ask(target: string): Promise<string | undefined> {
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const response = await fetch(target, {
      method: 'GET',
      redirect: 'follow',
      signal,
      headers: { accept: 'text/html,*/*' },
    });
    await response.body?.cancel();
    return response.status === 404 || response.status === 410
      ? `${response.status} ${response.statusText || 'gone'}`
      : undefined;
  } catch (error) {
    const { cause, name } = error as Error & { readonly cause?: { readonly code?: string } };
    return name === 'TimeoutError'
      ? 'no answer within 10 seconds'
      : `cannot be reached${cause?.code === undefined ? '' : ` (${cause.code})`}`;
  }
}

async function readAnswers(root: string): Promise<Answers> {
  try {
    return JSON.parse(await readFile(path.join(root, MADE_FOLDER, CACHE), 'utf8')) as Answers;
  } catch {
    return {};
  }
}
