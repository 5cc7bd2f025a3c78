import { jsonLine } from '../reporting/index.js';
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
  const write = lineWriter(model);
  const answer = async ({ id, text, previous }: Request, alone: Recognition | undefined): Promise<string> => {
    const parts = split === true ? { parts: partsOf(model, text, languages, guess) } : {};
    if (alone) return write(id, alone, parts);
    inContext ??= recogniserInContext(model, workspace);
    const read = await inContext(text, previous ?? []);
    return write(id, read, { reading: read.reading, ...parts });
  };
  let line = 0;
  let bad = 0;
  for await (const batch of readLines(context.stdin)) {
    const requests = batch.map(readRequest);
    // All at once, which is several times as fast.
    const recognitions = model
      .recogniseAll(requests.flatMap((one) => ('error' in one || one.previous ? [] : one.text)))
      .values();
    let output = '';
    for (const request of requests) {
      line += 1;
      if ('error' in request) {
        bad += 1;
        output += `${jsonLine({ ...request, line })}\n`;
        continue;
      }
      const alone = request.previous ? undefined : recognitions.next().value;
      output += alone && split !== true ? write(request.id, alone, {}) : await answer(request, alone);
    }
    // Waiting for the reader keeps memory flat when it is slower than we are.
    if (!context.stdout.write(output)) await once(context.stdout, 'drain');
  }
  if (bad === 0) return { output: '', exitCode: 0 };
  return { output: '', exitCode: 1, reason: `${bad} of ${line} lines could not be classified` };
}

/** What a line asks for. */
interface Request {
  readonly id?: unknown;
  readonly text: string;
  readonly previous?: readonly Turn[];
}

interface Failed {
  readonly error: string;
  readonly id?: unknown;
}

/** What stands in a line after the recognition. */
interface More {
  /** How the turns before were used; with `previous` only. */
  readonly reading?: TurnRecognition['reading'];
  /** With `--split` only. */
  readonly parts?: readonly Part[];
}

/** A line that begins with a brace is JSON, `{"text", "id"?, "previous"?}`; any other is the utterance itself. */
function readRequest(line: string | UnreadableLine): Request | Failed {
  if (typeof line !== 'string') return line;
  if (!STARTS_WITH_BRACE.test(line)) return { text: line };
  let row: unknown;
  try {
    row = JSON.parse(line);
  } catch {
    return { error: 'not valid JSON' };
  }
  const { id, text, previous } = row as Readonly<Record<string, unknown>>;
  const passed = id === undefined ? {} : { id };
  if (typeof text !== 'string') return { ...passed, error: 'no "text"' };
  if (previous === undefined) return { ...passed, text };
  const turns = readPrevious(previous);
  return turns ? { ...passed, text, previous: turns } : { ...passed, error: '"previous" is no list of turns' };
}

const STARTS_WITH_BRACE = /^\s*\{/;

/** Writes recognitions as JSON Lines: as `JSON.stringify` would, but the intents' names are escaped once for all. */
function lineWriter({ intents }: Model): (id: unknown, recognition: Recognition, more: More) => string {
  const names = new Map(intents.map((intent) => [intent, jsonLine(intent)]));
  return (id, { intent, confidence, alternatives }, more) => {
    let line = id === undefined ? '{' : `{"id":${jsonLine(id)},`;
    line += `"intent":${intent === null ? 'null' : names.get(intent)},"confidence":${rounded(confidence)},"alternatives":[`;
    let comma = '';
    for (const other of alternatives) {
      line += `${comma}{"intent":${names.get(other.intent)},"confidence":${rounded(other.confidence)}}`;
      comma = ',';
    }
    line += ']';
    if (more.reading) line += `,"reading":${JSON.stringify(more.reading)}`;
    if (more.parts) line += `,"parts":${jsonLine(more.parts)}`;
    return `${line}}\n`;
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
