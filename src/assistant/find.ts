import { translationFor } from './policy.js';
import type { Found, Situation, Verdict } from './situation.js';
import type { DecidedTask } from './types.js';

/** The article that answers the intent, where the workspace names none one that the search finds, and the task of it. */
export function findAnswer(situation: Situation): Pick<Verdict, 'found' | 'task'> {
  const found = findArticle(situation) ?? findBySearch(situation);
  if (!found) return {};
  const task = chooseTask(found, situation);
  return { found, ...(task && { task }) };
}

/**
 * The article that the workspace names for the intent. Of several, the one that the question's own words fit best, if
 * they tell: a sure topic with an unsure answer is not answered (RasaHQ/rasa#9751).
 */
function findArticle(situation: Situation): Found | undefined {
  const { recognition, policy, say } = situation;
  const { intent, language } = recognition;
  const reader = readerOf(situation);
  const usable: Found[] = [];
  for (const id of intent === null ? [] : (policy.articlesOf.get(intent) ?? [])) {
    const result = translationFor(policy, id, reader);
    if ('refused' in result) say(result.refused);
    else usable.push({ id, prepared: result });
  }
  if (usable.length < 2) {
    if (usable[0]) sayLanguage(usable[0], language, say);
    return usable[0];
  }
  const hits = policy.search(recognition.text).filter(({ id }) => usable.some((found) => found.id === id));
  const [best] = hits;
  const second = hits.find(({ id }) => id !== best?.id);
  if (!best || (second && second.score * CLEARLY > best.score)) {
    say(`${usable.length} articles answer this intent, and the question does not tell which`);
    return undefined;
  }
  const found = usable.find(({ id }) => id === best.id);
  if (found) sayLanguage(found, language, say);
  return found;
}

/** One article beats another when its score is this many times as high. */
const CLEARLY = 1.2;
/** A single shared word is no evidence. */
const FEWEST_MATCHED = 2;

/** The article that covers most of the question's words, if it is enough of them. */
export function findBySearch(situation: Situation): Found | undefined {
  const { recognition, policy, say } = situation;
  const { language, text } = recognition;
  const { search_threshold: threshold } = policy.settings.routing;
  const [best] = policy.search(text);
  if (!best || best.coverage < threshold || best.matched < FEWEST_MATCHED) return undefined;
  const result = translationFor(policy, best.id, readerOf(situation));
  if ('refused' in result) {
    say(result.refused);
    return undefined;
  }
  say(
    `the search found "${best.id}", which covers ${Math.round(best.coverage * 100)} % of the question (at least ${Math.round(threshold * 100)} % is needed)`,
  );
  const found = { id: best.id, prepared: result };
  sayLanguage(found, language, say);
  return found;
}

/** For whom an article is looked for. */
function readerOf({ recognition, conversation }: Situation): Parameters<typeof translationFor>[2] {
  const { customer, channel } = conversation;
  return {
    language: recognition.language,
    ...(customer.segment !== undefined && { segment: customer.segment }),
    ...(channel !== undefined && { channel }),
  };
}

function sayLanguage({ id, prepared }: Found, language: string, say: (reason: string) => void): void {
  const { language: written } = prepared.article;
  if (written !== language)
    say(`the article "${id}" has no ${language} version: the ${written} one is shown, and the reply says so`);
}

/** The first task whose trigger holds. One whose facts are not known is passed over, and the reasons say so. */
function chooseTask({ prepared }: Found, { facts, say }: Situation): DecidedTask | undefined {
  const unknown = new Set<string>();
  for (const [index, task] of prepared.tasks.entries()) {
    const holds = task.when === undefined || task.when.evaluate(facts);
    if (holds === true) {
      say(task.when ? `task ${index + 1} applies: ${task.when.source}` : `task ${index + 1} applies always`);
      return { index, do: task.do, ...(task.when && { when: task.when.source }) };
    }
    if (holds === undefined)
      for (const name of task.when?.names ?? []) if (!Object.hasOwn(facts, name)) unknown.add(name);
  }
  if (unknown.size > 0) say(`which task applies depends on what is not known: ${[...unknown].join(', ')}`);
  else if (prepared.tasks.length > 0) say("no task's trigger applies: the article's own text is the answer");
  return undefined;
}
