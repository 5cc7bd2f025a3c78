import type { Model } from '../classifier/index.js';
import type { LoggedConversation } from '../conversations/index.js';
import type { Workspace } from '../workspace/index.js';
import { clusterTexts } from './cluster.js';
import { gather } from './gather.js';
import { describe } from './describe.js';
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
  const labels = clusterTexts(gathered.said, options.clusters);
  return describe(gathered, labels, workspace, options);
}
