import { compareText, KbError } from '../problem.js';
import {
  addLanguages,
  addUtterances,
  checkLimits,
  intentFileName,
  newIntentText,
  OUT_OF_SCOPE,
  SETTINGS_FILE,
  utteranceLine,
  type Workspace,
} from '../workspace/index.js';
import type { LabelledUtterance } from './formats.js';

/** What an import would change; nothing is written yet. */
export interface ImportPlan {
  /** New texts of files by path. Empty when everything was there already. */
  readonly files: ReadonlyMap<string, string>;
  readonly added: number;
  /** Of those, out of scope. */
  readonly outOfScope: number;
  /** Rows whose text, intent and language were there already, or stood in the source before. */
  readonly repeated: number;
  readonly newIntents: readonly string[];
  readonly newLanguages: readonly string[];
}

/**
 * Merges labelled utterances into a workspace: new lines are appended to their language's section in code-unit order,
 * existing lines never move. Planning the same import on its own result changes nothing.
 *
 * @throws {KbError} when a file would become larger than a reader takes.
 */
export function planImport(
  workspace: Workspace,
  utterances: readonly LabelledUtterance[],
  folder: 'intents' | 'heldout',
): ImportPlan {
  const existing = new Map(workspace[folder].map((file) => [file.intent, file]));
  // Its usual name is kept free for the reserved intent.
  const taken = new Set(workspace[folder].map((file) => file.path.slice(folder.length + 1).toLowerCase()));
  const reserved = new Set(taken);
  taken.add(`${OUT_OF_SCOPE}.md`);
  const seen = new Set(
    workspace[folder].flatMap((file) =>
      file.utterances.map(({ text, language }) => keyOf(file.intent, language, text)),
    ),
  );
  const additions = new Map<string, Map<string, LabelledUtterance[]>>();
  let added = 0;
  let outOfScope = 0;
  for (const utterance of utterances) {
    const key = keyOf(utterance.intent, utterance.language, utterance.text);
    if (seen.has(key)) continue;
    seen.add(key);
    added += 1;
    if (utterance.intent === OUT_OF_SCOPE) outOfScope += 1;
    const languages = getOrAdd(additions, utterance.intent, () => new Map<string, LabelledUtterance[]>());
    getOrAdd(languages, utterance.language, () => []).push(utterance);
  }

  const known = workspace.settings.languages;
  const newLanguages = [...new Set(utterances.map(({ language }) => language))]
    .filter((language) => !known.includes(language))
    .toSorted(compareText);
  const files = new Map<string, string>();
  // First: a language without utterances does no harm, utterances without their language cannot be read.
  if (newLanguages.length > 0) {
    files.set(SETTINGS_FILE, addLanguages(workspace.settingsText, workspace.settingsYaml, newLanguages));
  }
  const newIntents: string[] = [];
  // Sorted, so that names made unique and languages added do not depend on the order of the rows.
  for (const [intent, languages] of [...additions].toSorted(([a], [b]) => compareText(a, b))) {
    const file = existing.get(intent);
    if (!file) newIntents.push(intent);
    const lines = [...languages]
      .toSorted(([a], [b]) => compareText(a, b))
      .map(([language, list]): [string, string[]] => [
        language,
        list
          .toSorted((a, b) => compareText(a.text, b.text))
          .map(({ text, provenance }) => utteranceLine(text, provenance)),
      ]);
    const names = intent === OUT_OF_SCOPE ? reserved : taken;
    const path = file?.path ?? `${folder}/${intentFileName(intent, names)}`;
    const text = addUtterances(file?.text ?? newIntentText({ intent }), new Map(lines));
    const problem = checkLimits(text, path);
    if (problem) throw new KbError(problem);
    files.set(path, text);
  }

  return { files, added, outOfScope, repeated: utterances.length - added, newIntents, newLanguages };
}

function keyOf(intent: string, language: string, text: string): string {
  return JSON.stringify([intent, language, text]);
}

function getOrAdd<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}
