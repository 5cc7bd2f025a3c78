import { crossValidate, trainModel } from '../classifier/index.js';
import {
  NEXT_TRAININGS,
  nextEdits,
  suspectLabels,
  trainingExamples,
  trainOptions,
  type Suspect,
} from '../evaluation/index.js';
import { nextReporters, pages, suspectReporters, type PlacedLine, type PlacedSuspect } from '../reporting/index.js';
import { openWorkspace, type Workspace } from '../workspace/index.js';
import { note, type Context, type Outcome } from './context.js';
import type { EvalFlags } from './eval.js';
import { checkEnough } from './measure.js';
import { progressBar } from './progress.js';

const DEFAULT_FOLDS = 5;

/** `kb eval --suspects`: the utterances that most likely stand under the wrong intent. */
export async function runSuspects(
  context: Context,
  root: string,
  { format, folds = DEFAULT_FOLDS }: EvalFlags,
): Promise<Outcome> {
  const workspace = await openWorkspace(root);
  const examples = trainingExamples(workspace);
  checkEnough(examples, folds);
  note(context, `cross-validating ${examples.length.toLocaleString('en')} utterances in ${folds} folds`);
  const bar = progressBar(context, 'cross-validating');
  try {
    const options = { ...trainOptions(workspace), onProgress: bar.update };
    const { recognitions } = await crossValidate(examples, options, folds);
    const place = placing(workspace);
    const suspects = suspectLabels(examples, recognitions).map(place);
    const report = { utterances: examples.length, suspects };
    const output = format === 'html' ? await pages.suspects(report) : suspectReporters[format](report, context);
    return { output, exitCode: 0 };
  } finally {
    bar.stop();
  }
}

/** `kb eval --next`: what to edit next, tried on the model. */
export async function runNext(context: Context, root: string, { format }: EvalFlags): Promise<Outcome> {
  const workspace = await openWorkspace(root);
  const examples = trainingExamples(workspace);
  checkEnough(examples, DEFAULT_FOLDS);
  note(
    context,
    `trying edits on ${examples.length.toLocaleString('en')} utterances: up to ${NEXT_TRAININGS} trainings on most of them`,
  );
  const bar = progressBar(context, 'trying edits');
  try {
    const options = trainOptions(workspace);
    const train = (some: typeof examples) => trainModel(some, options);
    const { utterances, edits } = await nextEdits(examples, train, { onProgress: bar.update, workspace });
    const place = placing(workspace);
    const lines = linesOf(workspace);
    const placed = edits.map((edit) => ({
      ...edit,
      lines: edit.lines.map(place),
      parts: edit.parts.map((part) => part.flatMap((index) => lines[index] ?? [])),
    }));
    const report = { utterances, edits: placed };
    const output = format === 'html' ? await pages.next(report) : nextReporters[format](report, context);
    return { output, exitCode: 0 };
  } finally {
    bar.stop();
  }
}

/** Where each example stands: the same order as `trainingExamples`. */
function linesOf({ intents }: Workspace): readonly PlacedLine[] {
  return intents.flatMap(({ path: file, utterances }) => utterances.map(({ text, line }) => ({ text, file, line })));
}

function placing(workspace: Workspace): (suspect: Suspect) => PlacedSuspect {
  const places = linesOf(workspace);
  const fileOf = new Map(workspace.intents.map(({ intent, path: file }) => [intent, file]));
  return ({ index, ...suspect }) => {
    const { file = '', line = 1 } = places[index] ?? {};
    return { ...suspect, file, line, belongs: fileOf.get(suspect.suggested) ?? null };
  };
}
