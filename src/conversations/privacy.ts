import { createHmac, randomBytes } from 'node:crypto';
import { chmod, link, mkdir, readFile, stat, unlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pid } from 'node:process';
import { KbError } from '../problem.js';
import type { Redactor } from '../text/index.js';
import type { LoggedConversation } from './conversation.js';

/** 64 bits in hexadecimal: among a million customers two share one with a probability of 1 in 37 million. */
const PSEUDONYM_DIGITS = 16;
const PSEUDONYM = /^c_[0-9a-f]{16,64}$/;
const SHORTEST_KEY = 16;

/** Turns customers' ids into keyed pseudonyms; without the key they cannot be guessed, not even from a list of all. */
export interface Pseudonyms {
  /** @returns `c_` and 16 hexadecimal digits; a pseudonym stays what it is. */
  of(customer: string): string;
  /** Says whether two stores were made with the same key, and nothing else about it. */
  readonly keyCheck: string;
}

export function makePseudonyms(key: string): Pseudonyms {
  const hmac = (text: string): string =>
    createHmac('sha256', key).update(text).digest('hex').slice(0, PSEUDONYM_DIGITS);
  return {
    of: (customer) => (PSEUDONYM.test(customer) ? customer : `c_${hmac(`customer:${comparable(customer)}`)}`),
    keyCheck: hmac('kb key check'),
  };
}

/** Ana@Example.com and +44 (0)20 7946-0018 are one customer each, however they are written. */
function comparable(customer: string): string {
  const plain = customer.normalize('NFKC').trim();
  if (plain.includes('@')) return plain.toLowerCase();
  return /^\+[\d ().-]{7,25}$/.test(plain) ? `+${plain.replace(/\(0\)|\D/g, '')}` : plain;
}

/**
 * The key of the pseudonyms: the one given, else that of a file of mode 600, which is made where there is none.
 *
 * @param given - `KB_PRIVACY_KEY`.
 * @param file - outside of the workspace: it must never get into git beside what it protects.
 * @throws {KbError} for a key that is too short, or a file that others may read.
 */
export async function privacyKey(
  given: string | undefined,
  file: string,
): Promise<{ readonly key: string; readonly made: boolean }> {
  if (given !== undefined && given !== '') {
    if (given.length >= SHORTEST_KEY) return { key: given, made: false };
    throw keyProblem(`KB_PRIVACY_KEY has ${given.length} characters`, `give at least ${SHORTEST_KEY}, at random`);
  }
  const found = await readKey(file);
  if (found !== undefined) return { key: found, made: false };
  const key = randomBytes(32).toString('hex');
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const temporary = `${file}.${pid}.tmp`;
  try {
    await writeFile(temporary, `${key}\n`, { mode: 0o600, flag: 'wx' });
    await chmod(temporary, 0o600);
    // A link appears with its content or not at all, and never replaces the key that another process has just made.
    await link(temporary, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await unlink(temporary).catch(() => undefined);
  }
  return { key: (await readKey(file)) ?? key, made: true };
}

async function readKey(file: string): Promise<string | undefined> {
  let text: string;
  try {
    const { mode } = await stat(file);
    // Windows has no such modes, and shows 0o666.
    if ((mode & 0o077) !== 0 && path.sep === '/') {
      throw keyProblem('others may read the privacy key', `chmod 600 '${file}'`, file);
    }
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const key = text.trim();
  if (key.length >= SHORTEST_KEY) return key;
  throw keyProblem(`the privacy key is too short: ${key.length} characters`, 'restore the file from a backup', file);
}

function keyProblem(message: string, hint: string, file?: string): KbError {
  return new KbError({ code: 'privacy/key', severity: 'error', message, hint, ...(file !== undefined && { file }) });
}

/** Names of channels, intents and the like: more than this is text that went into the wrong field. */
const LONGEST_NAME = 100;

/**
 * A conversation as it may be stored: every text redacted, the customer a pseudonym. Ids stay unchanged, unless they
 * hold personal data themselves (a mail address, a phone number), which makes them pseudonyms too.
 */
export function makeProtector(
  redact: Redactor,
  pseudonyms: Pseudonyms,
): (raw: LoggedConversation) => LoggedConversation {
  // The same few names stand in every conversation.
  const names = new Map<string, string>();
  const name = (value: string | undefined): string | undefined => {
    if (value === undefined) return undefined;
    let safe = names.get(value);
    if (safe === undefined) {
      safe = redact(value.toWellFormed()).slice(0, LONGEST_NAME).toWellFormed();
      if (names.size < 10_000) names.set(value, safe);
    }
    return safe;
  };
  return ({ id, channel, language, started_at, customer, turns, outcome, feedback }) => {
    const wellFormed = id.toWellFormed();
    const isPersonal = /@|\+\d/.test(wellFormed) && redact(wellFormed) !== wellFormed;
    return {
      id: isPersonal ? `x_${pseudonyms.of(wellFormed).slice(2)}` : wellFormed,
      channel: name(channel),
      language,
      started_at,
      customer: customer && {
        id: customer.id === undefined ? undefined : pseudonyms.of(customer.id.toWellFormed()),
        segment: name(customer.segment),
      },
      turns: turns.map((turn) => ({
        role: turn.role,
        text: redact(turn.text.toWellFormed()),
        at: turn.at,
        intent: name(turn.intent),
        confidence: turn.confidence,
        action: name(turn.action),
      })),
      outcome,
      feedback: feedback && {
        rating: feedback.rating,
        comment: feedback.comment === undefined ? undefined : redact(feedback.comment.toWellFormed()),
      },
    };
  };
}
