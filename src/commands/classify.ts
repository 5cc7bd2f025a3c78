import { once } from 'node:events';
import { findParts, type Model, type Part } from '../classifier/index.js';
import { readLines, type LanguageGuesser, type UnreadableLine } from '../text/index.js';
import { languageGuesser } from '../evaluation/index.js';
import { findWorkspace, openWorkspace } from '../workspace/index.js';
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
  const classify = (text: string): Classified =>
    split === true
      ? { ...classified(model, text), parts: partsOf(model, text, languages, guess) }
      : classified(model, text);
  let line = 0;
  let bad = 0;
  for await (const batch of readLines(context.stdin)) {
    const results: string[] = [];
    for (const input of batch) {
      line += 1;
      const result = classifyLine(classify, input);
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
  /** With `--split` only. */
  readonly parts?: readonly Part[];
}

/** A line that begins with a brace is JSON, `{"text", "id"?}`; any other is the utterance itself. */
function classifyLine(
  classify: (text: string) => Classified,
  line: string | UnreadableLine,
): Classified | { error: string; id?: unknown } {
  if (typeof line !== 'string') return line;
  if (!line.trimStart().startsWith('{')) return classify(line);
  let row: unknown;
  try {
    row = JSON.parse(line);
  } catch {
    return { error: 'not valid JSON' };
  }
  const { id, text } = row as { readonly id?: unknown; readonly text?: unknown };
  const passed = id === undefined ? {} : { id };
  if (typeof text !== 'string') return { ...passed, error: 'no "text"' };
  return { ...passed, ...classify(text) };
}

function classified(model: Model, text: string): Classified {
  const { intent, confidence, alternatives } = model.recognise(text);
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
