import { once } from 'node:events';
import type { Turn, TurnRecognition } from '../assistant/index.js';
import { findParts, type Model, type Part, type Recognition } from '../classifier/index.js';
import { readLines, type LanguageGuesser, type UnreadableLine } from '../text/index.js';
import { languageGuesser } from '../evaluation/index.js';
import { findWorkspace, openWorkspace } from '../workspace/index.js';
import { readPrevious, recogniserInContext, type InContext } from './classify-context.js';
import type { Context, Outcome } from './context.js';
import { currentModel } from './model.js';

export interface ClassifyFlags {
  readonly split?: boolean;
}

/** One JSON line out for each line in, in order; what cannot be read gives `{"error"}` and exit code 1 at the end. */
export async function runClassify(context: Context, { split }: ClassifyFlags): Promise<Outcome> {
  const workspace = await openWorkspace(await findWorkspace(context.cwd, context.workspace));
  const { model } = await currentModel(context, workspace);
  const { languages } = workspace.settings;
  const guess = languageGuesser(workspace);
  let inContext: InContext | undefined;
  const classify = (text: string, previous?: readonly Turn[]): Classified | Promise<Classified> => {
    const parts = split === true ? { parts: partsOf(model, text, languages, guess) } : undefined;
    if (previous === undefined) {
      const plain = classified(model.recognise(text));
      return parts ? { ...plain, ...parts } : plain;
    }
    inContext ??= recogniserInContext(model, workspace);
    return inContext(text, previous).then((read) => ({ ...classified(read), reading: read.reading, ...parts }));
  };
  let line = 0;
  let bad = 0;
  for await (const batch of readLines(context.stdin)) {
    const results: string[] = [];
    for (const input of batch) {
      line += 1;
      const answer = classifyLine(classify, input);
      const result = answer instanceof Promise ? await answer : answer;
      if ('error' in result) bad += 1;
      results.push(JSON.stringify('error' in result ? { ...result, line } : result));
    }
    // Waiting for the reader keeps memory flat when it is slower than we are.
    if (!context.stdout.write(`${results.join('\n')}\n`)) await once(context.stdout, 'drain');
  }
  if (bad === 0) return { output: '', exitCode: 0 };
  return { output: '', exitCode: 1, reason: `${bad} of ${line} lines could not be classified` };
}

interface Classified {
  readonly id?: unknown;
  readonly intent: string | null;
  readonly confidence: number;
  readonly alternatives: readonly { readonly intent: string; readonly confidence: number }[];
  /** How the turns before were used; with `previous` only. */
  readonly reading?: TurnRecognition['reading'];
  /** With `--split` only. */
  readonly parts?: readonly Part[];
}

type Failed = { readonly error: string; readonly id?: unknown };

/** A line that begins with a brace is JSON, `{"text", "id"?, "previous"?}`; any other is the utterance itself. */
function classifyLine(
  classify: (text: string, previous?: readonly Turn[]) => Classified | Promise<Classified>,
  line: string | UnreadableLine,
): Classified | Failed | Promise<Classified> {
  if (typeof line !== 'string') return line;
  if (!line.trimStart().startsWith('{')) return classify(line);
  let row: unknown;
  try {
    row = JSON.parse(line);
  } catch {
    return { error: 'not valid JSON' };
  }
  const { id, text, previous } = row as Readonly<Record<string, unknown>>;
  const passed = id === undefined ? {} : { id };
  if (typeof text !== 'string') return { ...passed, error: 'no "text"' };
  const turns = previous === undefined ? undefined : readPrevious(previous);
  if (previous !== undefined && turns === undefined) return { ...passed, error: '"previous" is no list of turns' };
  const answer = classify(text, turns);
  return answer instanceof Promise ? answer.then((one) => ({ ...passed, ...one })) : { ...passed, ...answer };
}

function classified({ intent, confidence, alternatives }: Recognition): Classified {
  return {
    intent,
    confidence: rounded(confidence),
    alternatives: alternatives.map((other) => ({ intent: other.intent, confidence: rounded(other.confidence) })),
  };
}

function partsOf(model: Model, text: string, languages: readonly string[], guess: LanguageGuesser): readonly Part[] {
  const language = guess(text);
  const parts = findParts(model, text, language === undefined ? languages : [language]);
  return parts.map((part) => ({ ...part, confidence: rounded(part.confidence) }));
}

/** Six decimals: more would be noise, and half of the output's bytes. */
function rounded(confidence: number): number {
  return Math.round(confidence * 1e6) / 1e6;
}
