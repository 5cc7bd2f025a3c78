import { english } from '../text/index.js';
import type { Figure } from './figures.js';
import { stemWord } from '../text/index.js';

/** Words that tell things apart. */
const TELLING = new Set(['NOUN', 'PROPN', 'ADJ', 'NUM']);

/**
 * Whether two English sentences say their figure of the same thing: the entity around the figure is of one type, and
 * no noun, name or adjective of one clause is missing from the other ("furniture", "EU", "new").
 *
 * For other languages the clauses' words, which are equal by then, decide.
 */
export function speakOfTheSame(a: Figure, b: Figure, language: string): boolean {
  const isSame = a.about.length === b.about.length;
  if (!language.startsWith('en')) return isSame;
  const first = readSentence(a);
  const second = readSentence(b);
  if (first.entity !== undefined && second.entity !== undefined && first.entity !== second.entity) return false;
  if (first.isNegated !== second.isNegated) return false;
  if (isSame) return true;
  const [shorter, longer] = a.about.length < b.about.length ? [a, b] : [b, a];
  const extra = longer.about.filter((word) => !shorter.about.includes(word));
  const { telling } = longer === a ? first : second;
  // What the other says before a comma ("In Wales, …") does not tell them apart either.
  const beside = new Set(shorter.sentence.split(/[^\p{L}'’]+/u).map(stemWord));
  return extra.every((word) => beside.has(word) || ![...telling].some((one) => one.startsWith(word)));
}

interface Sentence {
  /** The type of the entity that holds the figure: DURATION, MONEY, PERCENT, TIME… */
  readonly entity: string | undefined;
  readonly isNegated: boolean;
  readonly telling: ReadonlySet<string>;
}

function readSentence({ sentence, raw }: Figure): Sentence {
  const { nlp, its } = english();
  /* oxlint-disable typescript/unbound-method -- wink-nlp's helpers are names of what to give out, not methods */
  const document = nlp.readDoc(sentence);
  const entities = document.entities().out(its.detail) as unknown as readonly {
    readonly value: string;
    readonly type: string;
  }[];
  const digits = /\d[\d.,:]*/.exec(raw)?.[0] ?? raw;
  const tokens = document.tokens().out(its.value) as readonly string[];
  const kinds = document.tokens().out(its.pos) as readonly string[];
  const negated = document.tokens().out(its.negationFlag) as unknown as readonly boolean[];
  /* oxlint-enable typescript/unbound-method */
  return {
    entity: entities.find(({ value }) => value.includes(digits))?.type,
    isNegated: negated.some(Boolean),
    telling: new Set(tokens.filter((_, index) => TELLING.has(kinds[index] ?? '')).map((token) => token.toLowerCase())),
  };
}
