import type { LoggedConversation } from '../conversations/index.js';
import type { Model } from '../classifier/index.js';
import type { SuggestionKind } from '../mining/index.js';
import { conversationScreen, count, groupScreen, type Style } from '../reporting/index.js';
import { decide, proposeHalf, skip, takeOut, undo, type Choice, type Group, type Session } from '../review/index.js';
import { printable } from '../text/index.js';
import { intentName, OUT_OF_SCOPE, type Workspace } from '../workspace/index.js';
import type { Desk, Option } from './review-desk.js';

export interface Talk {
  readonly desk: Desk;
  readonly style: Style;
  readonly workspace: Workspace;
  /** For the guesses; absent where there is nothing to guess from yet. */
  readonly model: Model | undefined;
  /** Keeps a step, so that nothing is lost whatever happens next. */
  readonly keep: (session: Session) => Promise<void>;
  readonly conversation: (id: string) => Promise<LoggedConversation | undefined>;
}

/** How many utterances of a group the model is asked about for its guesses. */
const GUESSED = 40;

/**
 * Goes through the groups with a person, one a screen.
 *
 * @returns the session as it was left, and whether its decisions shall be written.
 */
export async function converse(
  begin: Session,
  talk: Talk,
): Promise<{ readonly session: Session; readonly write: boolean }> {
  const { desk, style, workspace, keep } = talk;
  let session = begin;
  let all = false;
  for (;;) {
    const [group] = session.groups;
    if (!group) break;
    const guesses = guessesOf(talk, session, group);
    desk.show(groupScreen(session, guesses, style, all));
    const key = await desk.key();
    if (key === undefined) return { session, write: false };
    if (key === 'q') break;
    if (key === 'm') {
      all = !all;
      continue;
    }
    if (key === 'c') {
      await showContext(talk, group);
      continue;
    }
    const next = key === 'u' ? undo(session, workspace) : await step(key, session, group, guesses, talk);
    if (next === undefined || next === session) continue;
    session = next;
    all = false;
    await keep(session);
  }
  const { decisions } = session;
  if (decisions.length === 0) return { session, write: false };
  desk.show(
    `${session.groups.length === 0 ? 'That was the last one.' : `${count(session.groups.length, 'topic')} left.`} Kept so far: ${count(decisions.length, 'decision')}.\n\nWrite into the workspace, train, and measure now? y/n\n`,
  );
  return { session, write: (await desk.key()) === 'y' };
}

/** The key that does what is suggested. An article that is missing is written by hand: the utterances can be added before. */
const ENTER: Readonly<Record<SuggestionKind, string>> = {
  'new-intent': 'n',
  'add-to-intent': 'a',
  'missing-article': 'a',
  'out-of-scope': 'o',
  'split-intent': 'x',
};

/** What a key does; `undefined` where it does nothing, or the person went back. */
async function step(
  key: string,
  session: Session,
  group: Group,
  guesses: readonly string[],
  { desk, workspace }: Talk,
): Promise<Session | undefined> {
  const lines = group.utterances.map(({ text }) => printable(text));
  const isAlone = lines.length === 1;
  const settle = (choice: Choice | undefined): Session | undefined => choice && decide(session, choice);
  const { kind, intent: suggested } = group.cluster.suggestion;
  const isEnter = key === '\r' || key === '\n';
  // Adding to the intent that is suggested asks nothing; the rest is what its key does.
  if (isEnter && suggested !== undefined && ENTER[kind] === 'a')
    return settle({ do: 'add-to-intent', intent: suggested });
  switch (isEnter ? ENTER[kind] : key) {
    case 'n':
      return settle(await newIntent(session, group, desk, workspace));
    case 'a': {
      const intent = await desk.choose('Add to which intent? (type to search)', intentsOf(session, guesses, workspace));
      return settle(intent === undefined ? undefined : { do: 'add-to-intent', intent });
    }
    case 'o':
      return settle({ do: 'out-of-scope' });
    case 'i':
      return settle({ do: 'ignore' });
    case 's':
      return skip(session);
    case 'x': {
      if (isAlone) return undefined;
      const taken = await desk.pick('Which lines are something else? (space marks)', lines, proposeHalf(lines));
      return taken && takeOut(session, taken, 'split off');
    }
    case 'd': {
      if (isAlone) return undefined;
      const given = await desk.input('Drop which lines? (3 5-7)');
      return given === undefined ? undefined : takeOut(session, numbersOf(given, lines.length), 'dropped');
    }
    default:
      return undefined;
  }
}

async function newIntent(
  session: Session,
  { cluster }: Group,
  desk: Desk,
  workspace: Workspace,
): Promise<Choice | undefined> {
  const title = await desk.input('What does the customer ask, in a sentence?', cluster.typical[0] ?? cluster.name);
  if (title === undefined || title.trim() === '') return undefined;
  const proposed = cluster.suggestion.kind === 'new-intent' ? cluster.suggestion.intent : undefined;
  let intent: string | undefined;
  for (let message = 'The name of the intent (order.track)'; intent === undefined;) {
    const given = await desk.input(message, proposed ?? slug(cluster.name));
    if (given === undefined) return undefined;
    if (intentName.safeParse(given).success && given !== OUT_OF_SCOPE) intent = given;
    else message = 'That cannot be a name; another one';
  }
  const isThere =
    workspace.intents.some((file) => file.intent === intent) ||
    session.decisions.some((decision) => decision.do === 'new-intent' && decision.intent === intent);
  if (isThere) return { do: 'add-to-intent', intent };
  const tier = await desk.choose('Who answers it?', [
    { value: 'simple', description: 'the machine, from the article' },
    { value: 'medium', description: 'the machine, with a person beside it' },
    { value: 'complex', description: 'a person' },
  ]);
  if (tier !== 'simple' && tier !== 'medium' && tier !== 'complex') return undefined;
  const reply = cluster.agentReply?.text;
  return {
    do: 'new-intent',
    intent,
    title: title.trim(),
    tier,
    ...(reply !== undefined && { article: slug(intent).replaceAll('.', '/'), answer: reply }),
  };
}

/** A name for an intent out of a topic's words. */
function slug(name: string): string {
  return (
    name
      .normalize('NFKC')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}.]+/gu, '-')
      .replace(/\.{2,}/g, '.')
      .replace(/^[-.]+|[-.]+$/g, '') || 'topic'
  );
}

/** All intents, the best guesses first, then those decided for in this review, then by name. */
function intentsOf(session: Session, guesses: readonly string[], { intents }: Workspace): Option[] {
  const titles = new Map(intents.map(({ intent, title }) => [intent, title]));
  for (const decision of session.decisions) {
    if (decision.do === 'new-intent') titles.set(decision.intent, decision.title);
  }
  titles.delete(OUT_OF_SCOPE);
  const names = [...new Set([...guesses.filter((name) => titles.has(name)), ...[...titles.keys()].toSorted()])];
  return names.map((value) => {
    const description = titles.get(value);
    return { value, ...(description !== undefined && { description }) };
  });
}

/** The intents that the model, and the suggestion, hold for the nearest, the best first. */
function guessesOf({ model }: Talk, { decisions }: Session, { cluster, utterances }: Group): readonly string[] {
  const shares = new Map<string, number>();
  const { intent } = cluster.suggestion;
  if (intent !== undefined && cluster.suggestion.kind !== 'new-intent') shares.set(intent, 1);
  for (const { alternatives } of model?.recogniseAll(utterances.slice(0, GUESSED).map(({ text }) => text)) ?? []) {
    for (const one of alternatives) shares.set(one.intent, (shares.get(one.intent) ?? 0) + one.confidence);
  }
  const sorted = [...shares].toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).map(([name]) => name);
  const fresh = decisions.flatMap((decision) => (decision.do === 'new-intent' ? [decision.intent] : []));
  return [...sorted.slice(0, 5), ...fresh.filter((name) => !sorted.includes(name)), ...sorted.slice(5)];
}

async function showContext({ desk, style, conversation }: Talk, { utterances }: Group): Promise<void> {
  // Not filled in: who types 2 behind a 1 would get line 12.
  const given = utterances.length === 1 ? '1' : await desk.input('The conversation of which line? (Enter: the first)');
  const [index] = numbersOf(given === '' ? '1' : (given ?? ''), utterances.length);
  const first = index === undefined ? undefined : utterances[index]?.first;
  if (first === undefined) return;
  const split = first.lastIndexOf('#');
  const found = await conversation(first.slice(0, split));
  desk.show(
    found
      ? conversationScreen(found, Number(first.slice(split + 1)), style)
      : 'That conversation is not there any more. Any key goes back.\n',
  );
  await desk.key();
}

/** `3 5-7` as indexes from 0; what is no line is passed over. */
export function numbersOf(text: string, lines: number): number[] {
  const found = new Set<number>();
  for (const [, from = '', to = from] of text.matchAll(/(\d{1,6})(?:\s*[-–]\s*(\d{1,6}))?/g)) {
    for (let line = Number(from); line <= Math.min(Number(to), lines); line += 1) if (line >= 1) found.add(line - 1);
  }
  return [...found];
}
