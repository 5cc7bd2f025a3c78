import type { Conversation, Decision } from '../assistant/index.js';
import { OUT_OF_SCOPE, type Expectation } from '../workspace/index.js';

/** One expectation that a decision did not meet. */
export interface Mismatch {
  /** The key of `expect`: `intent`, `reply.contains`. */
  readonly what: string;
  readonly expected: string;
  readonly actual: string;
}

/** Holds a decision against what a scenario expects of its turn. */
export function mismatches(expect: Expectation, decision: Decision, after: Conversation): readonly Mismatch[] {
  const found: Mismatch[] = [];
  const same = (
    what: string,
    expected: string | number | undefined,
    actual: string | number | null | undefined,
  ): void => {
    if (expected === undefined || expected === actual) return;
    found.push({ what, expected: String(expected), actual: String(actual ?? 'none') });
  };
  same('intent', expect.intent, decision.intent ?? OUT_OF_SCOPE);
  same('action', expect.action, decision.action);
  same('tier', expect.tier, decision.tier);
  same('article', expect.article, decision.article);
  same('priority', expect.priority, decision.priority);
  same('language', expect.language, decision.language);
  same('clarifications', expect.clarifications, after.clarifications);
  same('asks', expect.asks, decision.asks?.kind === 'fact' ? decision.asks.fact : undefined);
  const { task } = decision;
  if (typeof expect.task === 'number') same('task', expect.task, task && task.index + 1);
  else if (expect.task !== undefined && !includes(task?.do ?? '', expect.task)) same('task', expect.task, task?.do);

  const contains = (what: string, expected: string | readonly string[] | undefined, actual: string): void => {
    for (const text of listOf(expected)) if (!includes(actual, text)) found.push({ what, expected: text, actual });
  };
  contains('reply.contains', expect.reply?.contains, decision.reply ?? '');
  for (const text of listOf(expect.reply?.lacks)) {
    if (includes(decision.reply ?? '', text)) {
      found.push({ what: 'reply.lacks', expected: `not: ${text}`, actual: decision.reply ?? '' });
    }
  }
  contains('reason', expect.reason, decision.reasons.join('; '));
  if (expect.packet) {
    const { packet } = decision;
    const { intents, known, missing } = expect.packet;
    const all = (what: string, expected: readonly string[] | undefined, actual: readonly string[]): void => {
      const lacking = (expected ?? []).filter((item) => !actual.includes(item));
      if (lacking.length > 0) found.push({ what, expected: lacking.join(', '), actual: actual.join(', ') || 'none' });
    };
    if (!packet) found.push({ what: 'packet', expected: 'a hand-off packet', actual: 'none' });
    all('packet.intents', intents, packet?.intents.map(({ intent }) => intent) ?? []);
    all('packet.known', known, Object.keys(packet?.facts.known ?? {}));
    all('packet.missing', missing, packet?.facts.missing ?? []);
    contains('packet.contains', expect.packet.contains, packet ? JSON.stringify(packet) : '');
  }
  return found;
}

function listOf(texts: string | readonly string[] | undefined): readonly string[] {
  return texts === undefined ? [] : typeof texts === 'string' ? [texts] : texts;
}

function includes(text: string, part: string): boolean {
  return text.toLowerCase().includes(part.toLowerCase());
}
