import type { Model } from '../classifier/index.js';
import type { LoggedConversation } from '../conversations/index.js';
import { OUT_OF_SCOPE, type Workspace } from '../workspace/index.js';
import { describe } from './describe.js';
import { gather } from './gather.js';
import { groupSaid } from './group.js';
import type { MiningOptions, MiningReport } from './types.js';

/**
 * What customers said in a log that the service does not recognise: which turns, grouped by what they ask, with a
 * suggestion each.
 *
 * @param log - batches of redacted conversations; read once.
 * @param model - the workspace's classifier; without one every turn counts.
 */
export async function mine(
  log: AsyncIterable<readonly LoggedConversation[]>,
  workspace: Workspace,
  model: Model | undefined,
  options: MiningOptions,
): Promise<MiningReport> {
  const gathered = await gather(log, workspace, model, options);
  const labelled = workspace.intents.flatMap(({ intent, utterances }) =>
    utterances.map(({ text, language }) => ({ text, language, intent: intent === OUT_OF_SCOPE ? null : intent })),
  );
  const grouping = groupSaid(gathered, labelled, model, options.clusters);
  return describe(gathered, grouping, workspace, model?.thresholds.recognised ?? 0, options);
}
