import { seededRandom, vary } from '../text/index.js';
import {
  VARIATIONS,
  type Expectation,
  type Scenario,
  type Settings,
  type VariationName,
  type Workspace,
} from '../workspace/index.js';

/** What is replayed of a scenario: plain data, which can go to another thread. */
export type Script = Omit<Scenario, 'yaml' | 'text'>;

/** One replay of a scenario: with one combination of its matrix, plainly or with one variation of the wording. */
export interface Case {
  /** The scenario's path with what makes this replay special: `scenarios/late.yaml [vip, chat] typos`. */
  readonly name: string;
  readonly scenario: Script;
  readonly segment?: string;
  readonly channel?: string;
  readonly language?: string;
  readonly variation?: VariationName;
  readonly turns: readonly { readonly text: string; readonly expect: Expectation }[];
}

interface Combination {
  readonly segment?: string;
  readonly channel?: string;
  readonly language?: string;
}

export function sizeOfMatrix({ matrix }: Script, settings: Settings): number {
  const size = (list: readonly string[] | 'all' | undefined, all: readonly string[]): number =>
    list === undefined ? 1 : list === 'all' ? Math.max(1, all.length) : list.length;
  return (
    size(matrix?.segments, settings.segments) *
    size(matrix?.channels, Object.keys(settings.channels)) *
    size(matrix?.languages, settings.languages)
  );
}

/** Replays that a scenario makes at most, variations included. */
export function casesIn(scenario: Script, settings: Settings): number {
  return sizeOfMatrix(scenario, settings) * (1 + variationsOf(scenario).length);
}

function variationsOf({ variations }: Script): readonly VariationName[] {
  return variations === 'all' ? VARIATIONS : variations;
}

/** The plain replays of a scenario, each followed by its variations. Made one by one, so that memory stays flat. */
export function* casesOf(scenario: Script, workspace: Workspace, seed: number): Generator<Case> {
  for (const combination of combinationsOf(scenario, workspace.settings)) {
    const { segment, channel, language } = combination;
    const label = [segment, channel, language].filter((part) => part !== undefined).join(', ');
    const name = scenario.matrix ? `${scenario.path} [${label}]` : scenario.path;
    const tongue = language ?? workspace.settings.languages[0] ?? 'en';
    const turns = scenario.turns.map(({ customer, expect }, index) => ({
      text: typeof customer === 'string' ? customer : draw(workspace, customer.intent, tongue, [seed, name, index]),
      expect,
    }));
    const plain: Case = { name, scenario, ...combination, turns };
    yield plain;
    for (const variation of variationsOf(scenario)) {
      const varied = turns.map(({ text, expect }, index) => ({
        text: vary(text, variation, tongue, seededRandom(seed, name, variation, index)),
        expect,
      }));
      // Chinese has no homophones in an English sentence: what changes nothing measures nothing.
      if (varied.every(({ text }, index) => text === turns[index]?.text)) continue;
      yield { ...plain, name: `${name} ${variation}`, variation, turns: varied };
    }
  }
}

function* combinationsOf({ customer, channel, matrix }: Script, settings: Settings): Generator<Combination> {
  const values = (list: readonly string[] | 'all' | undefined, all: readonly string[], own: string | undefined) =>
    list === undefined ? [own] : list === 'all' ? all : list;
  for (const segment of values(matrix?.segments, settings.segments, customer.segment)) {
    for (const by of values(matrix?.channels, Object.keys(settings.channels), channel)) {
      for (const language of values(matrix?.languages, settings.languages, customer.language)) {
        yield {
          ...(segment !== undefined && { segment }),
          ...(by !== undefined && { channel: by }),
          ...(language !== undefined && { language }),
        };
      }
    }
  }
}

const drawables = new WeakMap<Workspace, Map<string, Map<string, readonly string[]>>>();

/** A held-out utterance of an intent: in the language, if there is one, else in any. Training ones are never said. */
function draw(workspace: Workspace, intent: string, language: string, seed: readonly (string | number)[]): string {
  return seededRandom(...seed).pick(drawable(workspace, intent, language)) ?? '';
}

/** The held-out utterances that stand for an intent in a language. */
export function drawable(workspace: Workspace, intent: string, language: string): readonly string[] {
  let known = drawables.get(workspace);
  if (!known) drawables.set(workspace, (known = new Map()));
  let byIntent = known.get(language);
  if (!byIntent) known.set(language, (byIntent = new Map()));
  let texts = byIntent.get(intent);
  if (!texts) {
    const all = workspace.heldout.filter((file) => file.intent === intent).flatMap(({ utterances }) => utterances);
    const own = all.filter((utterance) => utterance.language === language);
    texts = (own.length > 0 ? own : all).map(({ text }) => text);
    byIntent.set(intent, texts);
  }
  return texts;
}
