import { startConversation, takeTurn, type Policy, type Recogniser } from '../assistant/index.js';
import type { LoggedConversation } from '../conversations/index.js';
import { OUT_OF_SCOPE } from '../workspace/index.js';

/** A scenario's fields as they stand in a file. */
export type ScenarioFields = Readonly<Record<string, unknown>>;

/**
 * A logged conversation as a scenario: its customer's turns, each expecting the intent that the log names where the workspace
 * knows it, else what the assistant does with it now. A person should read it before it is a test: what the assistant does
 * now may be wrong.
 */
export async function scenarioFrom(
  logged: LoggedConversation,
  policy: Policy,
  recogniser: Recogniser,
): Promise<ScenarioFields> {
  const { segments, channels, languages } = policy.settings;
  const { channel, customer, language } = logged;
  const known = (name: string | undefined, list: readonly string[]): string | undefined =>
    name !== undefined && list.includes(name) ? name : undefined;
  const segment = known(customer?.segment, segments);
  const tongue = known(language, languages);
  const by = known(channel, Object.keys(channels));
  const who = { ...(segment !== undefined && { segment }), ...(tongue !== undefined && { language: tongue }) };
  let conversation = startConversation(policy, { customer: who, ...(by !== undefined && { channel: by }) });
  const turns: unknown[] = [];
  for (const { role, text, intent } of logged.turns) {
    if (role !== 'customer' || text.trim() === '') continue;
    const taken = await takeTurn(recogniser, conversation, text);
    ({ conversation } = taken);
    const labelled = intent !== undefined && policy.intents.has(intent);
    const { decision } = taken;
    const expect = labelled ? { intent } : { intent: decision.intent ?? OUT_OF_SCOPE, action: decision.action };
    turns.push({ customer: text, expect });
  }
  return {
    scenario: `Conversation ${logged.id}`,
    ...(Object.keys(who).length > 0 && { customer: who }),
    ...(by !== undefined && { channel: by }),
    turns,
  };
}
