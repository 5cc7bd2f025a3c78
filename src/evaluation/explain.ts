import {
  answersFrom,
  knownWords,
  Speller,
  withOwnThresholds,
  type Alternative,
  type Model,
  type Recognition,
  type Thresholds,
} from '../classifier/index.js';
import {
  foldForComparison,
  isUnspaced,
  MAX_MESSAGE_LENGTH,
  normalise,
  simplify,
  tokenise,
  wordSpans,
  type WordSpan,
} from '../text/index.js';
import { OUT_OF_SCOPE, type IntentFile, type Workspace } from '../workspace/index.js';
import { languageGuesser } from './examples.js';
import { nearestTo } from './neighbours.js';

/** Why a text was recognised as it was, and what would change it. */
export interface Explanation {
  readonly text: string;
  /** As far as the text tells, among the languages of kb.yaml. */
  readonly language: string | null;
  readonly recognition: Recognition;
  readonly thresholds: Thresholds;
  readonly verdict: 'sure enough to answer' | 'recognised' | 'not recognised';
  /** The intent that is explained: the best one, even where it was not sure enough. `null`: no word is known. */
  readonly subject: string | null;
  readonly runnerUp: RunnerUp | null;
  /** What each word did for `subject`, the most decisive first. */
  readonly words: readonly WordEffect[];
  /** Training utterances most like it, the likest first. */
  readonly nearest: readonly NearUtterance[];
  readonly toChange: readonly Change[];
}

interface RunnerUp extends Alternative {
  /** Its training utterance that is most like the text. */
  readonly nearest: NearUtterance | null;
}

export interface WordEffect {
  readonly word: string;
  /** The word of the training utterances that a misspelt one counts as; `null`: itself. */
  readonly readAs: string | null;
  /** How much the log-odds of `subject` fall when the word is left out; below 0 where it speaks against. */
  readonly weight: number;
  /** What becomes of the text without it. */
  readonly without: { readonly intent: string | null; readonly confidence: number };
  /** In how many training utterances it stands, as it is read. */
  readonly utterances: { readonly subject: number; readonly runnerUp: number; readonly all: number };
}

export interface NearUtterance {
  readonly text: string;
  /** `null`: out of scope. */
  readonly intent: string | null;
  readonly language: string;
  readonly similarity: number;
  readonly file: string;
  readonly line: number;
}

/** One way to change the outcome: where to write what. */
export interface Change {
  /** What the text would be recognised as; `null`: refused. */
  readonly intent: string | null;
  readonly file: string;
  /** After this line, the last utterance of the language; `null` where the file has none of it. */
  readonly line: number | null;
  readonly language: string;
  readonly advice: string;
}

const NEAREST = 5;
/** Words shown as unknown to an intent, at most. */
const UNKNOWN_WORDS = 3;
/** A word of more utterances than this share of all is no sign of any intent. */
const COMMON_SHARE = 0.03;

/**
 * Explains what a model makes of a text. The weight of a word is exact for any model: the text is recognised again
 * without it, wherever it stands. In scripts without blanks, pairs of characters take the place of words.
 */
export function explain(model: Model, workspace: Workspace, text: string): Explanation {
  const recognition = model.recognise(text);
  const { intent, confidence, alternatives } = recognition;
  const own = withOwnThresholds(model.thresholds, workspace.settings.routing.thresholds);
  // Of the intent at hand: nobody else's threshold explains it.
  const thresholds = { recognised: own.recognised, answer: answersFrom(own, intent) };
  const [best, second] = alternatives;
  const utterances = workspace.intents.flatMap((file) =>
    file.utterances.map(({ text: written, language, line }) => ({
      text: written,
      language,
      file: file.path,
      line,
      intent: file.intent === OUT_OF_SCOPE ? null : file.intent,
    })),
  );
  const near = (among: typeof utterances, count: number): NearUtterance[] =>
    nearestTo(text, among, count).map(({ item, similarity }) => ({ ...item, similarity }));
  const nearest = near(utterances, NEAREST);
  const language = languageGuesser(workspace)(text) ?? null;
  const subject = best?.intent ?? null;
  const runnerUp = second
    ? {
        ...second,
        nearest:
          near(
            utterances.filter((utterance) => utterance.intent === second.intent),
            1,
          )[0] ?? null,
      }
    : null;
  const words = subject === null ? [] : weighWords(model, text, subject, runnerUp?.intent, utterances);
  return {
    text,
    language,
    recognition,
    thresholds,
    verdict:
      intent === null ? 'not recognised' : confidence >= thresholds.answer ? 'sure enough to answer' : 'recognised',
    subject,
    runnerUp,
    words,
    nearest,
    toChange: changes({ workspace, text, recognition, thresholds, nearest, words }, language),
  };
}

interface Labelled {
  readonly text: string;
  readonly intent: string | null;
}

function weighWords(
  model: Model,
  text: string,
  subject: string,
  runnerUp: string | undefined,
  utterances: readonly Labelled[],
): readonly WordEffect[] {
  const read = text.slice(0, MAX_MESSAGE_LENGTH);
  const pieces = piecesOf(read);
  const [whole, ...parts] = model.recogniseAll([read, ...pieces.map(({ without }) => without)]);
  if (!whole) return [];
  const speller = new Speller(knownWords(utterances.map((utterance) => utterance.text)));
  const holders = holdersOf(
    pieces.map(({ word }) => speller.correct(word)),
    utterances,
  );
  const under = (word: string, intent: string | undefined): number =>
    holders.get(word)?.filter((holder) => holder.intent === intent).length ?? 0;
  const effects = pieces.map(({ word, spans }, i): WordEffect & { readonly spans: readonly WordSpan[] } => {
    const without = parts[i] as Recognition;
    const meant = speller.correct(word);
    return {
      word,
      readAs: meant === word ? null : meant,
      weight: logOdds(whole, subject) - logOdds(without, subject),
      without: { intent: without.intent, confidence: without.confidence },
      utterances: {
        subject: under(meant, subject),
        runnerUp: under(meant, runnerUp),
        all: holders.get(meant)?.length ?? 0,
      },
      spans,
    };
  });
  const taken = new Set<number>();
  const heaviest = (one: WordEffect, other: WordEffect): number => Math.abs(other.weight) - Math.abs(one.weight);
  return effects
    .toSorted((a, b) => Number(b.utterances.all > 0) - Number(a.utterances.all > 0) || heaviest(a, b))
    .filter(({ spans }) => {
      // Pairs of characters overlap: a character counts in the pair that is written elsewhere, too, and weighs most.
      const places = spans.flatMap(({ start, end }) => Array.from({ length: end - start }, (_, i) => start + i));
      const isFree = !places.some((place) => taken.has(place));
      if (isFree) for (const place of places) taken.add(place);
      return isFree;
    })
    .toSorted(heaviest)
    .map(({ word, readAs, weight, without, utterances: found }) => ({
      word,
      readAs,
      weight,
      without,
      utterances: found,
    }));
}

/** The log-odds that the message is in scope and `intent` is right, kept finite. */
function logOdds({ confidence, alternatives }: Recognition, intent: string): number {
  const top = alternatives[0]?.confidence ?? 0;
  // Of an intent that is not among the best few, all that is known is that it is less likely than the last of them.
  const own =
    alternatives.find((alternative) => alternative.intent === intent)?.confidence ??
    (alternatives.at(-1)?.confidence ?? 0) / 2;
  const chance = top === 0 ? 0 : confidence * (own / top);
  const bounded = Math.min(Math.max(chance, 1e-6), 1 - 1e-6);
  return Math.log(bounded / (1 - bounded));
}

interface Piece {
  readonly word: string;
  readonly spans: readonly WordSpan[];
  /** The text with a blank in each of these places. */
  readonly without: string;
}

/** The words of a text, each once. */
function piecesOf(text: string): readonly Piece[] {
  const places = new Map<string, WordSpan[]>();
  for (const span of wordSpans(text)) {
    const word = asRead(span.written);
    const spans = places.get(word);
    if (spans) spans.push(span);
    else places.set(word, [span]);
  }
  return [...places].map(([word, spans]) => ({ word, spans, without: blankOut(text, spans) }));
}

function blankOut(text: string, spans: readonly WordSpan[]): string {
  let rest = '';
  let from = 0;
  for (const { start, end } of spans) {
    rest += `${text.slice(from, Math.max(start, from))} `;
    from = end;
  }
  return rest + text.slice(from);
}

/** A text in the characters in which the classifier reads it. */
function asRead(text: string): string {
  return simplify(normalise(text));
}

/** For each word the utterances in which it stands. */
function holdersOf(
  words: readonly string[],
  utterances: readonly Labelled[],
): ReadonlyMap<string, readonly Labelled[]> {
  const holders = new Map<string, Labelled[]>(words.map((word) => [word, []]));
  const pairs = words.filter(isUnspaced);
  for (const utterance of utterances) {
    for (const token of new Set(tokenise(utterance.text))) {
      if (!isUnspaced(token)) holders.get(token)?.push(utterance);
    }
    if (pairs.length === 0) continue;
    const plain = asRead(utterance.text);
    for (const pair of pairs) if (plain.includes(pair)) holders.get(pair)?.push(utterance);
  }
  return holders;
}

function stands(word: string, text: string): boolean {
  return isUnspaced(word) ? asRead(text).includes(word) : tokenise(text).includes(word);
}

interface Known {
  readonly workspace: Workspace;
  readonly text: string;
  readonly recognition: Recognition;
  readonly thresholds: Thresholds;
  readonly nearest: readonly NearUtterance[];
  readonly words: readonly WordEffect[];
}

function changes(known: Known, guessed: string | null): readonly Change[] {
  const { workspace, text, recognition, thresholds, nearest, words } = known;
  const { intent, confidence, alternatives } = recognition;
  const language = guessed ?? nearest[0]?.language ?? workspace.settings.languages[0] ?? 'en';
  const [best, second] = alternatives.map((alternative) => alternative.intent);
  const found: Change[] = [];
  const add = (target: string | null, advice: string): void => {
    found.push({ intent: target, ...placeFor(workspace, target, language), language, advice });
  };
  const same = nearest.find((near) => foldForComparison(near.text) === foldForComparison(text));
  const like = (target: string | null): string => {
    const missing =
      target === null
        ? []
        : words.filter((word) => isTelling(word, workspace) && !isWordOf(workspace, target, word.readAs ?? word.word));
    const named = missing.slice(0, UNKNOWN_WORDS).map(({ word, readAs }) => `"${readAs ?? word}"`);
    const what =
      same === undefined || same.intent === target
        ? 'add this sentence and a few like it'
        : `move this sentence here from ${same.file}:${same.line}, and add a few like it`;
    return `${what}${named.length === 0 ? '' : `, with ${named.join(', ')}, which no utterance here has`}`;
  };

  if (best === undefined) return found;
  if (same && same.intent !== intent)
    add(same.intent, `it stands here already, on line ${same.line}: add more like it`);
  if (confidence < thresholds.answer && same?.intent !== best) add(best, like(best));
  if (second !== undefined && same?.intent !== second) add(second, like(second));
  if (intent !== null && same?.intent !== null) add(null, `if nobody should answer this: ${like(null)}`);
  return found;
}

/** A word that few utterances have; signs, single letters and pairs of characters that make no word teach nothing. */
function isTelling({ word, utterances }: WordEffect, { intents }: Workspace): boolean {
  if (Array.from(word).length < 2 || (utterances.all === 0 && isUnspaced(word))) return false;
  const total = intents.reduce((sum, file) => sum + file.utterances.length, 0);
  return utterances.all <= COMMON_SHARE * total;
}

function isWordOf(workspace: Workspace, intent: string, word: string): boolean {
  return workspace.intents.some(
    (file) => file.intent === intent && file.utterances.some(({ text }) => stands(word, text)),
  );
}

function placeFor(
  { intents }: Workspace,
  intent: string | null,
  language: string,
): { readonly file: string; readonly line: number | null } {
  const files = intents.filter((file) => file.intent === (intent ?? OUT_OF_SCOPE));
  const lastLine = (file: IntentFile): number | undefined =>
    file.utterances.findLast((utterance) => utterance.language === language)?.line;
  const file = files.find((one) => lastLine(one) !== undefined) ?? files[0];
  return { file: file?.path ?? `intents/${OUT_OF_SCOPE}.md`, line: (file && lastLine(file)) ?? null };
}
