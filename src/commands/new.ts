import { lstat } from 'node:fs/promises';
import path from 'node:path';
import { stringify } from 'yaml';
import { makePolicy } from '../assistant/index.js';
import { readConversations } from '../conversations/index.js';
import { KbError } from '../problem.js';
import { scenarioFrom, type ScenarioFields } from '../simulation/index.js';
import { printable } from '../text/index.js';
import {
  checkLimits,
  findWorkspace,
  intentFileName,
  intentName,
  newIntentText,
  openWorkspace,
  parseWorkspace,
  SETTINGS_FILE,
  withLock,
  writeFiles,
  type Tier,
  type Workspace,
} from '../workspace/index.js';
import { choice, required } from './ask-person.js';
import type { Context, Outcome } from './context.js';
import { currentModel } from './model.js';
import { logLines } from './simulate-log.js';

export interface NewIntentFlags {
  readonly title?: string;
  readonly tier?: Tier;
  readonly article?: string;
  readonly owner?: string;
}

export async function runNewIntent(
  context: Context,
  given: string | undefined,
  flags: NewIntentFlags,
): Promise<Outcome> {
  const workspace = await openWorkspace(await findWorkspace(context.cwd, context.workspace));
  const intent = await required(context, given, { flag: 'NAME', message: 'What is the intent called? (order.track)' });
  if (!intentName.safeParse(intent).success) throw usage(`not an intent's name: "${printable(intent)}"`);
  const existing = workspace.intents.find((file) => file.intent === intent);
  if (existing) throw usage(`${printable(intent)} is there already, in ${existing.path}`);
  const title = flags.title ?? (context.interactive ? await required(context, undefined, TITLE) : undefined);
  const tier = await choice(context, flags.tier, 'Who answers it?', ['simple', 'medium', 'complex']);
  const { article, owner } = flags;
  const fields = { intent, ...(title && { title }), tier, ...(article && { article }), ...(owner && { owner }) };
  const taken = new Set(workspace.intents.map((file) => file.path.slice('intents/'.length).toLowerCase()));
  const sections = workspace.settings.languages.map((language) => `\n## ${language}\n`);
  const text = newIntentText(fields) + sections.join('');
  return write(workspace, `intents/${intentFileName(intent, taken)}`, text);
}

const TITLE = { flag: '--title', message: 'What does the customer ask, in a sentence?' };

export interface NewArticleFlags {
  readonly title?: string;
  readonly intent?: readonly string[];
  readonly owner?: string;
}

export async function runNewArticle(
  context: Context,
  given: string | undefined,
  flags: NewArticleFlags,
): Promise<Outcome> {
  const workspace = await openWorkspace(await findWorkspace(context.cwd, context.workspace));
  const id = await required(context, given, { flag: 'ID', message: 'Where does it stand? (orders/track-an-order)' });
  const title = await required(context, flags.title, { flag: '--title', message: 'What is its title?' });
  const fields = {
    title,
    intents: flags.intent ?? [],
    ...(flags.owner && { owner: flags.owner }),
    updated: context.today,
  };
  const text = `---\n${stringify(fields, { lineWidth: 0 })}---\nThe short answer, in a sentence or two.\n\nThe details.\n`;
  return write(workspace, `articles/${checkedPath(id)}.md`, text);
}

export interface NewScenarioFlags {
  readonly title?: string;
  readonly intent?: string;
  /** `FILE#ID`: the conversation of a log. */
  readonly from?: string;
}

export async function runNewScenario(
  context: Context,
  given: string | undefined,
  flags: NewScenarioFlags,
): Promise<Outcome> {
  const workspace = await openWorkspace(await findWorkspace(context.cwd, context.workspace));
  const name = await required(context, given, { flag: 'NAME', message: "What is the file's name? (late-parcel)" });
  if (flags.from !== undefined) {
    const logged = await scenarioFromLog(context, workspace, flags.from);
    const fields = { ...logged, ...(flags.title !== undefined && { scenario: flags.title }) };
    return write(workspace, `scenarios/${checkedPath(name)}.yaml`, stringify(fields, { lineWidth: 0 }));
  }
  const title = await required(context, flags.title, { flag: '--title', message: 'What happens, in a sentence?' });
  const { segments, languages } = workspace.settings;
  const fields = {
    scenario: title,
    customer: { segment: segments[0], language: languages[0] },
    turns: [{ customer: 'What the customer says', expect: flags.intent === undefined ? {} : { intent: flags.intent } }],
  };
  return write(workspace, `scenarios/${checkedPath(name)}.yaml`, stringify(fields, { lineWidth: 0 }));
}

async function scenarioFromLog(context: Context, workspace: Workspace, from: string): Promise<ScenarioFields> {
  const split = from.lastIndexOf('#');
  if (split < 1) throw usage(`not FILE#ID: "${printable(from)}"`);
  const [file, id] = [from.slice(0, split), from.slice(split + 1)];
  for await (const entry of readConversations(logLines(context, file))) {
    if ('error' in entry || entry.id !== id) continue;
    if (entry.turns.every(({ role }) => role !== 'customer')) throw usage(`no customer speaks in "${printable(id)}"`);
    const { model } = await currentModel(context, workspace);
    return scenarioFrom(entry, makePolicy(workspace, model.thresholds), (text) => model.recognise(text));
  }
  throw usage(`${printable(file)} holds no conversation "${printable(id)}"`);
}

/** A path below a folder of the workspace, and never out of it. */
function checkedPath(id: string): string {
  if (!/^[\p{L}\p{N}][\p{L}\p{N}_-]*(?:[./][\p{L}\p{N}_-]+)*$/u.test(id) || id.length > 200) {
    throw usage(`not a path of letters, digits, "-", "_", "." and "/": "${printable(id)}"`);
  }
  return id.replace(/\.(md|yaml)$/, '');
}

async function write(workspace: Workspace, file: string, text: string): Promise<Outcome> {
  await withLock(workspace.root, async () => {
    if (await lstat(path.join(workspace.root, file)).catch(() => undefined)) throw usage(`${file} is there already`);
    // What no reader would take would stop every verb.
    const settings = { path: SETTINGS_FILE, text: workspace.settingsText };
    const { problems } = parseWorkspace([settings, { path: file, text }]);
    const tooLarge = checkLimits(text, file);
    if (tooLarge || problems.length > 0) throw new KbError(tooLarge ? [tooLarge] : problems);
    await writeFiles(workspace.root, new Map([[file, text]]));
  });
  return { output: `${printable(file)}\n`, exitCode: 0 };
}

function usage(message: string): KbError {
  return new KbError({ code: 'usage/invalid-value', severity: 'error', message, hint: 'choose another one' });
}
