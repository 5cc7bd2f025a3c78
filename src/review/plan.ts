import { stringify } from 'yaml';
import { planImport } from '../importing/index.js';
import { KbError } from '../problem.js';
import { oneLine, printable } from '../text/index.js';
import {
  addIgnored,
  intentFileName,
  newIntentText,
  OUT_OF_SCOPE,
  parseWorkspace,
  SETTINGS_FILE,
  utteranceLine,
  type Provenance,
  type SourceFile,
  type Workspace,
} from '../workspace/index.js';
import { keyOf, type DecidedUtterance, type Decision } from './decisions.js';

/** Characters of an utterance that is worth learning from, at most; of a Chinese one a third, as `utt/too-long` has it. */
const LONGEST = 300;

/** What decisions change; nothing is written yet. */
export interface ReviewPlan {
  /** New texts by path, in the order to write them in. */
  readonly files: ReadonlyMap<string, string>;
  readonly newIntents: readonly string[];
  readonly articles: readonly string[];
  readonly scenarios: readonly string[];
  /** Lines that are new in the workspace, by what was decided. */
  readonly added: Readonly<Record<Decision['do'], number>>;
  /** What was left out, and why, for people. */
  readonly notes: readonly string[];
}

/**
 * Merges decisions into a workspace. Planning the same ones on their own result changes nothing, so that what was
 * interrupted can be done again. An utterance belongs where it was put first: to the workspace, then to the first decision.
 *
 * @param origins - by key, the language of utterances and whom they came from, for decisions that don't say it.
 * @throws {KbError} for an intent that is not there, or content that no reader would take.
 */
export function planDecisions(
  workspace: Workspace,
  decisions: readonly Decision[],
  origins: ReadonlyMap<string, DecidedUtterance>,
  today: string,
): ReviewPlan {
  const notes: string[] = [];
  const created = newIntents(workspace, decisions);
  const widened = { ...workspace, intents: [...workspace.intents, ...created.map(({ file }) => file)] };
  const problems = decisions.flatMap((decision) =>
    decision.do !== 'add-to-intent' || widened.intents.some(({ intent }) => intent === decision.intent)
      ? []
      : [unknownIntent(decision.intent)],
  );
  if (problems.length > 0) throw new KbError(problems);

  const fill = filler(workspace, origins, today);
  const seen = new Map([
    ...entries(workspace.ignored ? [{ intent: 'ignored.md', utterances: workspace.ignored.utterances }] : []),
    ...entries(workspace.heldout.map(({ path, utterances }) => ({ intent: path, utterances }))),
    ...entries(workspace.intents),
  ]);
  const added = { 'new-intent': 0, 'add-to-intent': 0, 'out-of-scope': 0, ignore: 0 };
  const labelled: { text: string; language: string; intent: string; provenance?: Provenance }[] = [];
  const ignored: string[] = [];
  const leftOut = new Map<string, number>();
  for (const decision of decisions) {
    const intent = decision.do === 'out-of-scope' ? OUT_OF_SCOPE : 'intent' in decision ? decision.intent : undefined;
    for (const one of decision.utterances) {
      const { text, language, provenance } = fill(one);
      if (text === '') continue;
      const owner = seen.get(keyOf(text));
      const place = intent ?? 'ignored.md';
      if (owner !== undefined) {
        if (owner !== place) increase(leftOut, `in ${owner} already`);
        continue;
      }
      if (intent !== undefined && intent !== OUT_OF_SCOPE && text.length > (isHan(text) ? LONGEST / 3 : LONGEST)) {
        increase(leftOut, 'too long to learn from');
        continue;
      }
      seen.set(keyOf(text), place);
      added[decision.do] += 1;
      if (intent === undefined) ignored.push(utteranceLine(text, provenance));
      else labelled.push({ text, language, intent, ...(provenance && { provenance }) });
    }
  }
  for (const [why, number] of leftOut) notes.push(`${number} left out: ${why}`);

  const files = new Map<string, string>();
  const articles = newArticles(workspace, decisions, today);
  const scenarios = newScenarios(workspace, created);
  for (const { path, text } of [...articles, ...scenarios]) files.set(path, text);
  for (const { file } of created) files.set(file.path, file.text);
  for (const [path, text] of planImport(widened, labelled, 'intents').files) files.set(path, text);
  if (ignored.length > 0) files.set('ignored.md', addIgnored(workspace.ignored?.text, ignored));
  checkReadable(workspace, files);
  return {
    files,
    newIntents: created.map(({ file }) => file.intent),
    articles: articles.map(({ path }) => path),
    scenarios: scenarios.map(({ path }) => path),
    added,
    notes,
  };
}

function unknownIntent(intent: string) {
  return {
    code: 'review/unknown-intent',
    severity: 'error',
    message: `there is no intent ${printable(intent)}`,
    hint: 'decide for new-intent, or name one that there is',
  } as const;
}

/** What is said where, by key; of several places the last one given counts. */
function entries(
  files: readonly { readonly intent: string; readonly utterances: readonly { readonly text: string }[] }[],
): [string, string][] {
  return files.flatMap(({ intent, utterances }) =>
    utterances.map(({ text }): [string, string] => [keyOf(text), intent]),
  );
}

/** Completes an utterance with where it came from, and makes it a line that a reader takes. */
function filler({ settings }: Workspace, origins: ReadonlyMap<string, DecidedUtterance>, today: string) {
  return (given: DecidedUtterance): { text: string; language: string; provenance?: Provenance } => {
    const known = origins.get(keyOf(given.text));
    const customer = given.customer ?? known?.customer;
    // A log without dates: the day on which it came in. Without one, nobody could be erased from it.
    const date = given.day ?? known?.day ?? today;
    const language = [given.language, known?.language, isHan(given.text) ? 'zh' : undefined].find(
      (one) => one !== undefined && settings.languages.includes(one),
    );
    return {
      text: oneLine(given.text),
      language: language ?? settings.languages[0] ?? 'en',
      ...(customer !== undefined && { provenance: { customer, date } }),
    };
  };
}

function newIntents(workspace: Workspace, decisions: readonly Decision[]) {
  const taken = new Set(workspace.intents.map(({ path }) => path.slice('intents/'.length).toLowerCase()));
  // Its usual name is kept free for the reserved intent.
  taken.add(`${OUT_OF_SCOPE}.md`);
  const known = new Set(workspace.intents.map(({ intent }) => intent));
  return decisions.flatMap((decision) => {
    if (decision.do !== 'new-intent' || known.has(decision.intent)) return [];
    const { intent, title, tier, article, owner, description } = decision;
    known.add(intent);
    const fields = {
      intent,
      ...(title !== undefined && { title }),
      ...(tier !== undefined && { tier }),
      ...(article !== undefined && { article }),
      ...(owner !== undefined && { owner }),
    };
    const path = `intents/${intentFileName(intent, taken)}`;
    const text = newIntentText(fields, description === undefined ? '' : `\n${oneLine(description)}\n`);
    const file = readAll(workspace, [{ path, text }]).intents[0];
    return file ? [{ file }] : [];
  });
}

/** Drafts of the articles that new intents name and that are not there: the agents' answer, for somebody to look over. */
function newArticles(workspace: Workspace, decisions: readonly Decision[], today: string): SourceFile[] {
  const known = new Set(workspace.articles.map(({ path }) => path));
  const [first = 'en'] = workspace.settings.languages;
  return decisions.flatMap((decision) => {
    if (decision.do !== 'new-intent' || decision.article === undefined) return [];
    const { intent, article, owner, answer } = decision;
    const title = decision.title ?? decision.name ?? intent;
    const answers = typeof answer === 'string' ? { [first]: answer } : (answer ?? {});
    const texts = { [first]: 'The short answer, in a sentence or two.', ...answers };
    return Object.entries(texts).flatMap(([language, body]): SourceFile[] => {
      const path = `articles/${article}${language === first ? '' : `.${language}`}.md`;
      if (known.has(path) || !workspace.settings.languages.includes(language)) return [];
      known.add(path);
      const fields = { title, intents: [intent], ...(owner !== undefined && { owner }), updated: today };
      return [{ path, text: `---\n${stringify(fields, { lineWidth: 0 })}---\n${harmless(body)}\n` }];
    });
  });
}

/** Text of several lines without anything that steers a terminal. */
function harmless(text: string): string {
  return text
    .split(/\r?\n/)
    .map((line) => printable(line).replaceAll('\ufffd', '').trimEnd())
    .join('\n')
    .trim();
}

/**
 * A first scenario for each new intent: a customer asks what its title says. Not what a customer said: scenarios don't
 * tell whom their words came from.
 */
function newScenarios(workspace: Workspace, created: ReturnType<typeof newIntents>): SourceFile[] {
  const { segments, languages } = workspace.settings;
  const taken = new Set(
    workspace.scenarios.map(({ path }) => path.replace(/^scenarios\//, '').replace(/\.ya?ml$/, '.md')),
  );
  return created.flatMap(({ file: { intent, title } }): SourceFile[] => {
    const isMet = workspace.scenarios.some(({ turns }) => turns.some(({ expect }) => expect.intent === intent));
    if (title === undefined || isMet) return [];
    const fields = {
      scenario: `A customer asks: ${title}`,
      customer: { ...(segments[0] !== undefined && { segment: segments[0] }), language: languages[0] },
      clarify: 'choose',
      turns: [{ customer: title, expect: { intent } }],
    };
    const path = `scenarios/${intentFileName(intent, taken).replace(/\.md$/, '.yaml')}`;
    return [{ path, text: stringify(fields, { lineWidth: 0 }) }];
  });
}

/** What no reader would take would stop every verb. */
function checkReadable(workspace: Workspace, files: ReadonlyMap<string, string>): void {
  readAll(
    workspace,
    [...files].filter(([path]) => path !== SETTINGS_FILE).map(([path, text]) => ({ path, text })),
  );
}

function readAll({ settingsText }: Workspace, files: readonly SourceFile[]): Workspace {
  const { workspace, problems } = parseWorkspace([{ path: SETTINGS_FILE, text: settingsText }, ...files]);
  if (problems.length > 0) throw new KbError(problems);
  return workspace;
}

function increase(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

function isHan(text: string): boolean {
  return /\p{Script=Han}/u.test(text);
}
