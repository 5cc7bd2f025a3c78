import { spawn } from 'node:child_process';
import { createHash, createHmac } from 'node:crypto';
import { readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Packet } from '../assistant/index.js';
import { MADE_FOLDER, systemMessage, writeFiles, type Settings } from '../workspace/index.js';

/** Packets that could not be delivered wait here. */
const KEPT = `${MADE_FOLDER}/undelivered`;
/** Waits before the second, third and fourth attempt. */
const BACK_OFF_MS = [500, 2000, 8000];
const TIMEOUT_MS = 10_000;

export type Notify = NonNullable<Settings['routing']['notify']>;

/** What delivering needs from the world; tests bring their own. */
export interface Delivery {
  readonly root: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: () => Date;
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly fetch: typeof globalThis.fetch;
}

/**
 * Tells whoever `routing.notify` names of a hand-off, and of those that could not be told before.
 *
 * A command gets the packet on standard input. A webhook gets it as JSON with `x-kb-timestamp` and
 * `x-kb-signature: sha256=HEX`, the HMAC-SHA256 of `TIMESTAMP.BODY` with the key from the environment, so that neither the
 * sender nor the time can be forged.
 *
 * @returns why it failed, in words, when the packet had to be kept on disk; otherwise nothing.
 */
export async function deliver(packet: Packet, notify: Notify, delivery: Delivery): Promise<string | undefined> {
  const body = JSON.stringify(packet);
  const failed = await attempt(body, notify, delivery);
  if (failed === undefined) {
    await deliverKept(notify, delivery);
    return undefined;
  }
  const name = createHash('sha256').update(body).digest('hex').slice(0, 16);
  await writeFiles(delivery.root, new Map([[`${KEPT}/${name}.json`, `${body}\n`]]));
  return `${failed}; kept in ${KEPT}/${name}.json and tried again with the next hand-off`;
}

async function deliverKept(notify: Notify, delivery: Delivery): Promise<void> {
  const folder = path.join(delivery.root, KEPT);
  const files = await readdir(folder).catch(() => []);
  for (const file of files.filter((each) => each.endsWith('.json')).toSorted()) {
    const body = (await readFile(path.join(folder, file), 'utf8')).trimEnd();
    if ((await once(body, notify, delivery)) !== undefined) return;
    await rm(path.join(folder, file));
  }
}

/** Why something was not delivered. */
interface Failure {
  readonly why: string;
  /** Whether another attempt could go better: what the user has to set right first is not tried again. */
  readonly mayPass: boolean;
}

async function attempt(body: string, notify: Notify, delivery: Delivery): Promise<string | undefined> {
  let failed: Failure | undefined;
  for (const wait of [0, ...BACK_OFF_MS]) {
    if (wait > 0) await delivery.sleep(wait);
    failed = await once(body, notify, delivery);
    if (!failed?.mayPass) break;
  }
  return failed?.why;
}

function once(body: string, notify: Notify, delivery: Delivery): Promise<Failure | undefined> {
  return 'command' in notify ? run(notify.command, body, delivery.root) : post(notify, body, delivery);
}

/** HTTP's answers of 4xx that say nothing of the request itself: a time-out, too early, too many. */
const PASSING = [408, 425, 429];

async function post(
  { webhook, secret_env: name }: Extract<Notify, { webhook: string }>,
  body: string,
  { env, now, fetch }: Delivery,
): Promise<Failure | undefined> {
  const key = env[name];
  if (!key) {
    return { why: `the environment variable ${name} with the key of the signature is not set`, mayPass: false };
  }
  const timestamp = String(Math.floor(now().getTime() / 1000));
  const signature = createHmac('sha256', key).update(`${timestamp}.${body}`).digest('hex');
  try {
    const response = await fetch(webhook, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-kb-timestamp': timestamp,
        'x-kb-signature': `sha256=${signature}`,
      },
      body,
      // A redirect could lead anywhere, and out of HTTPS.
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (response.ok) return undefined;
    const { status } = response;
    return { why: `the webhook answered ${status}`, mayPass: status >= 500 || PASSING.includes(status) };
  } catch (error) {
    return { why: `the webhook could not be reached: ${(error as Error).message}`, mayPass: true };
  }
}

function run(command: readonly string[], body: string, cwd: string): Promise<Failure | undefined> {
  return new Promise((resolve) => {
    const [program = '', ...args] = command;
    const child = spawn(program, args, {
      cwd,
      stdio: ['pipe', 'ignore', 'ignore'],
      timeout: TIMEOUT_MS,
      killSignal: 'SIGKILL',
    });
    child.on('error', (error) =>
      resolve({ why: `${program} could not be started: ${systemMessage(error)}`, mayPass: false }),
    );
    child.on('close', (code) =>
      resolve(code === 0 ? undefined : { why: `${program} ended with code ${code ?? 'none'}`, mayPass: true }),
    );
    // A program that does not read its input is no failure; its exit code says whether it is one.
    child.stdin.on('error', () => undefined);
    child.stdin.end(body);
  });
}
