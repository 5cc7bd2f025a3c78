import { makePolicy, recognise, startConversation, type Turn, type TurnRecognition } from '../assistant/index.js';
import type { Model } from '../classifier/index.js';
import type { Workspace } from '../workspace/index.js';

/** Of a longer history only so many turns are read. */
const MOST_TURNS = 20;
const ROLES: readonly unknown[] = ['customer', 'bot', 'agent', 'system'];

/** Recognises a text in the light of the turns before it, as the assistant does. */
export type InContext = (text: string, previous: readonly Turn[]) => Promise<TurnRecognition>;

export function recogniserInContext(model: Model, workspace: Workspace): InContext {
  const conversation = startConversation(makePolicy(workspace, model.thresholds), {});
  return (text, previous) => {
    // Whoever does not say what an earlier turn was about gets what the model makes of it.
    const turns = previous.map((turn) =>
      turn.role === 'customer' && turn.intent === undefined
        ? { ...turn, intent: model.recognise(turn.text).intent }
        : turn,
    );
    return recognise((one) => model.recognise(one), text, { ...conversation, turns });
  };
}

/**
 * Reads `"previous"` of a line: texts, or objects with `text` and perhaps `intent` and `role` (`customer` unless given).
 *
 * @returns `undefined` when it is neither.
 */
export function readPrevious(value: unknown): readonly Turn[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const turns = (value as readonly unknown[]).slice(-MOST_TURNS).map(readTurn);
  return turns.every((turn) => turn !== undefined) ? turns : undefined;
}

function readTurn(value: unknown): Turn | undefined {
  if (typeof value === 'string') return { role: 'customer', text: value };
  if (typeof value !== 'object' || value === null) return undefined;
  const { text, intent, role = 'customer' } = value as Readonly<Record<string, unknown>>;
  const isIntent = intent === undefined || intent === null || typeof intent === 'string';
  if (typeof text !== 'string' || !isIntent || !ROLES.includes(role)) return undefined;
  return { role: role as Turn['role'], text, ...(intent !== undefined && { intent }) };
}
