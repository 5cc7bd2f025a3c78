import { isValueOf, valuesOf } from '../assistant/index.js';
import { compareProblems, type Problem } from '../problem.js';
import { nearestName, OUT_OF_SCOPE, placeOf, type Scenario, type Workspace } from '../workspace/index.js';
import { sizeOfMatrix } from './cases.js';

/** A scenario is a test that people read; one that is replayed more often than this is a mistake. */
const MOST_COMBINATIONS = 1000;

/**
 * What keeps scenarios from being replayed: names that nobody declares, values that no fact has, nothing expected, a
 * matrix without end. All of it at once.
 */
export function checkScenarios(workspace: Workspace): readonly Problem[] {
  return workspace.scenarios.flatMap((scenario) => checkScenario(scenario, workspace)).toSorted(compareProblems);
}

function checkScenario(scenario: Scenario, workspace: Workspace): readonly Problem[] {
  const { settings } = workspace;
  const { yaml, customer, channel, facts, matrix, turns } = scenario;
  const problems: Problem[] = [];
  const wrong = (code: Problem['code'], message: string, path: readonly PropertyKey[], hint?: string): void => {
    problems.push({ code, severity: 'error', message, ...(hint !== undefined && { hint }), ...placeOf(yaml, path) });
  };
  const name = (
    kind: string,
    value: string | undefined,
    known: readonly string[],
    path: readonly PropertyKey[],
  ): void => {
    if (value === undefined || known.includes(value)) return;
    const nearest = nearestName(value, known);
    const hint = nearest === undefined ? `known: ${known.slice(0, 10).join(', ')}` : `did you mean "${nearest}"?`;
    wrong('scn/unknown-name', `there is no ${kind} "${value}"`, path, hint);
  };
  const segments = settings.segments;
  const channels = Object.keys(settings.channels);
  const { languages } = settings;
  const intents = [...workspace.intents.map(({ intent }) => intent), OUT_OF_SCOPE];
  const articles = [...new Set(workspace.articles.map(({ id }) => id))];

  name('segment', customer.segment, segments, ['customer', 'segment']);
  name('language', customer.language, languages, ['customer', 'language']);
  name('channel', channel, channels, ['channel']);
  for (const [key, known] of Object.entries({ segments, channels, languages })) {
    const list = matrix?.[key as 'segments'];
    if (list === undefined || list === 'all') continue;
    for (const [index, value] of list.entries()) name(key.slice(0, -1), value, known, ['matrix', key, index]);
  }
  for (const [fact, value] of Object.entries(facts)) {
    const declared = Object.hasOwn(settings.facts, fact) ? settings.facts[fact] : undefined;
    if (!declared) name('fact', fact, Object.keys(settings.facts), ['facts', fact]);
    else if (!isValueOf(declared, value)) {
      const message = `"${fact}" is ${valuesOf(declared)}, got ${JSON.stringify(value)}`;
      wrong('scn/fact-value', message, ['facts', fact]);
    }
  }
  const combinations = sizeOfMatrix(scenario, settings);
  if (combinations > MOST_COMBINATIONS) {
    wrong(
      'scn/endless-matrix',
      `the matrix has ${combinations.toLocaleString('en')} combinations, at most ${MOST_COMBINATIONS.toLocaleString('en')} are replayed`,
      ['matrix'],
      'name fewer segments, channels or languages',
    );
  }
  for (const [index, { customer: says, expect }] of turns.entries()) {
    const at = (...path: PropertyKey[]): PropertyKey[] => ['turns', index, ...path];
    if (typeof says !== 'string') {
      name('intent', says.intent, intents, at('customer', 'intent'));
      const drawn = workspace.heldout.find(({ intent }) => intent === says.intent);
      if (intents.includes(says.intent) && (drawn?.utterances.length ?? 0) === 0) {
        const hint = `write some into heldout/, or a sentence here: simulated customers never say what was trained on`;
        wrong('scn/no-utterance', `there is no held-out utterance of "${says.intent}"`, at('customer', 'intent'), hint);
      }
    }
    name('intent', expect.intent, intents, at('expect', 'intent'));
    name('article', expect.article, articles, at('expect', 'article'));
    name('language', expect.language, languages, at('expect', 'language'));
    name('fact', expect.asks, Object.keys(settings.facts), at('expect', 'asks'));
    for (const key of ['known', 'missing'] as const) {
      for (const fact of expect.packet?.[key] ?? [])
        name('fact', fact, Object.keys(settings.facts), at('expect', 'packet', key));
    }
    for (const intent of expect.packet?.intents ?? [])
      name('intent', intent, intents, at('expect', 'packet', 'intents'));
  }
  if (turns.every(({ expect }) => Object.keys(expect).length === 0)) {
    wrong('scn/no-expectation', 'nothing is expected, so nothing can fail', ['turns'], 'add `expect:` to a turn');
  }
  return problems;
}
