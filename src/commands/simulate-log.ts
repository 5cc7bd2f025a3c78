import { createReadStream } from 'node:fs';
import path from 'node:path';
import { batchRecogniser, makePolicy, type Policy, type Recogniser } from '../assistant/index.js';
import { readConversations } from '../conversations/index.js';
import { KbError } from '../problem.js';
import { logReplayReporters, pages } from '../reporting/index.js';
import { replayLog, trafficOf, type Traffic } from '../simulation/index.js';
import { readLines } from '../text/index.js';
import { unreadable, type Workspace } from '../workspace/index.js';
import { note, type Context, type Outcome } from './context.js';
import { currentModel } from './model.js';

/** Replays a log. Skipped lines are counted and told; there is nothing that could fail. */
export async function replayOf(context: Context, workspace: Workspace, file: string, format: string): Promise<Outcome> {
  if (format !== 'html' && !(format in logReplayReporters)) {
    throw new KbError({
      code: 'usage/invalid-value',
      severity: 'error',
      message: `a replayed log is not reported as ${format}`,
      hint: `--format ${[...Object.keys(logReplayReporters), 'html'].join(', ')}`,
    });
  }
  const { model } = await currentModel(context, workspace);
  const policy = makePolicy(workspace, model.thresholds);
  const recogniser = batchRecogniser(model);
  const result = await replayLog(readConversations(logLines(context, file)), policy, recogniser);
  if (result.badLines > 0) note(context, `${file}: ${result.badLines} lines hold no conversation and were skipped`);
  const reporter = logReplayReporters[format as keyof typeof logReplayReporters];
  return { output: format === 'html' ? await pages.logReplay(result) : reporter(result, context), exitCode: 0 };
}

/** How often what occurs in a log. */
export async function loggedTraffic(
  context: Context,
  file: string,
  policy: Policy,
  recogniser: Recogniser,
): Promise<Traffic> {
  const { traffic, badLines, conversations } = await trafficOf(
    readConversations(logLines(context, file)),
    policy,
    recogniser,
  );
  if (badLines > 0) note(context, `${file}: ${badLines} lines hold no conversation and were skipped`);
  if (conversations === 0) {
    throw new KbError({
      code: 'file/no-conversations',
      severity: 'error',
      message: 'holds no conversation',
      hint: 'one JSON object a line: {"id", "turns": [{"role", "text"}]}',
      file,
    });
  }
  return traffic;
}

/** The lines of a log; a file that cannot be read is told as one. */
export async function* logLines(context: Context, file: string): ReturnType<typeof readLines> {
  try {
    yield* readLines(createReadStream(path.resolve(context.cwd, file)));
  } catch (error) {
    if (error instanceof KbError) throw error;
    throw new KbError(unreadable(file, error), { cause: error });
  }
}
