import { compareText } from '../problem.js';
import type { LoggedConversation } from '../conversations/index.js';
import { keyOf, type DecidedUtterance, type Decision } from './decisions.js';

/**
 * Who said the utterances of decisions first, and when: read from the logs for those that don't say it themselves, so
 * that a customer can be erased from what comes into the workspace by a file too.
 *
 * @param log - batches of redacted conversations, in any order; read only where something is to be found.
 * @returns by key.
 */
export async function findOrigins(
  decisions: readonly Decision[],
  log: () => AsyncIterable<readonly LoggedConversation[]>,
): Promise<ReadonlyMap<string, DecidedUtterance>> {
  const wanted = new Set(
    decisions
      .flatMap(({ utterances }): readonly DecidedUtterance[] => utterances)
      .filter(({ customer, day }) => customer === undefined || day === undefined)
      .map(({ text }) => keyOf(text)),
  );
  const found = new Map<string, { readonly rank: string; readonly utterance: DecidedUtterance }>();
  if (wanted.size === 0) return new Map();
  for await (const batch of log()) {
    for (const { id, customer, language, started_at, turns } of batch) {
      for (const { role, text, at = started_at } of turns) {
        const key = role === 'customer' ? keyOf(text) : '';
        if (!wanted.has(key)) continue;
        // Undated ones come last.
        const rank = `${at ?? '~'} ${id}`;
        const before = found.get(key);
        if (before && compareText(before.rank, rank) <= 0) continue;
        found.set(key, { rank, utterance: { text, language, customer: customer?.id, day: at?.slice(0, 10) } });
      }
    }
  }
  return new Map([...found].map(([key, { utterance }]) => [key, utterance]));
}
