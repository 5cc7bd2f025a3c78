import { planted } from '../planted.js';
import {
  addUtterance,
  english,
  insertUtterance,
  isEnglish,
  lineOf,
  newIntent,
  sentences,
  setField,
  type Copy,
  type Kind,
  type Place,
} from './planting.js';

const utterance = (write: (copy: Copy) => string) => (copy: Copy) => addUtterance(copy, write(copy));

const KEYS = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm'];

/** Keys in a row, the same few letters over and over, or consonants that meet in no word. */
function noise(copy: Copy): string {
  const row = copy.pick(KEYS);
  const from = copy.below(row.length - 5);
  return copy.pick([
    row.slice(from, from + 6),
    Array.from(row.slice(from, from + 5))
      .toReversed()
      .join(''),
    'asdf'.repeat(2),
    Array.from({ length: 7 }, () => copy.pick(Array.from('xqzjvkw'))).join(''),
  ]);
}

/** An English utterance that is there, of some words, with the intent file that holds it. */
function existing(
  copy: Copy,
  folder = 'intents',
  fits: (text: string) => boolean = () => true,
): { readonly file: string; readonly text: string; readonly at: number } | undefined {
  const good = (line: string): boolean => /^- [A-Za-z][A-Za-z ,?.!']{24,120}$/.test(line) && fits(line.slice(2));
  const file = copy.take(folder, (text) =>
    english(text).lines.slice(english(text).start, english(text).end).some(good),
  );
  if (file === undefined) return undefined;
  const { start, end, lines } = english(copy.text(file));
  const at = copy.pick(lines.flatMap((line, index) => (index >= start && index < end && good(line) ? [index] : [])));
  return { file, text: (lines[at] as string).slice(2), at };
}

/** The same for a reader: case, marks and blanks. */
function refolded(copy: Copy, text: string): string {
  return copy.pick([
    text.toUpperCase(),
    `${text}!!`,
    text.toLowerCase().replace(/[?.!,]/g, ''),
    `"${text}"`,
    text.replace(/ /, '  '),
  ]);
}

const FILLERS = [
  (text: string) => `hello, ${text} please`,
  (text: string) => `so ${text}`,
  (text: string) => `${text} thanks`,
  (text: string) => `hi ${text}`,
  (text: string) => text.replace(/\b(?:the|a|my) /, ''),
];

/** Next to the same: filler words, an article less. */
function nearly(copy: Copy, text: string): string | undefined {
  const changed = copy.pick(FILLERS)(text);
  return changed === text ? undefined : changed;
}

/** Long enough that what is not filler is enough to know it by. */
const isTelling = (text: string): boolean => text.split(' ').length > 6;

/** An utterance of one intent that comes again in another, as `rewrite` has it. */
function across(copy: Copy, rewrite: (copy: Copy, text: string) => string | undefined): Place | undefined {
  const one = existing(copy, 'intents', isTelling);
  const text = one && rewrite(copy, one.text);
  const to = copy.take('intents', (content) => content.includes('\n## en\n- '));
  if (!one || text === undefined || to === undefined) return undefined;
  const place = insertUtterance(copy, to, text);
  return to > one.file ? place : { file: one.file, line: one.at + 1 };
}

const LETTERS: Readonly<Record<string, string>> = { a: 'а', e: 'е', o: 'о', p: 'р', c: 'с', x: 'х', y: 'у', i: 'і' };

function confusable(copy: Copy): Place | undefined {
  const word = copy.word().toLowerCase();
  const latin = copy.pick(Array.from(word).filter((letter) => LETTERS[letter] !== undefined));
  const hidden = copy.pick(['\u200b', '\u00ad', '\u2060', '\u202e']);
  const text = copy.pick([
    `where is the parc${hidden}el ${word}`,
    `where is my\u00a0${word} parcel`,
    latin === undefined ? `the p\u0430rcel ${word}` : `the parcel ${word.replace(latin, LETTERS[latin] as string)}`,
  ]);
  return addUtterance(copy, text, copy.pick(['intents', 'heldout']));
}

/** What is nobody's: names and numbers that are set aside for examples. The rule passes over them on purpose. */
const SET_ASIDE = /\.example$|7946 0\d{3}$|^0117 496 0|555-?01\d\d$/;

/** Personal data as a customer would write it, of the sorts that a rule looks for. */
const personal = (kinds: RegExp): ((copy: Copy) => Place | undefined) => {
  const items = planted(20_000, 11).filter(
    ({ kind, before, item, after }) => kinds.test(kind) && !/\n/.test(before + after) && !SET_ASIDE.test(item),
  );
  return (copy) => {
    const { before, item, after, kind } = items[(copy.number += 1) % items.length] as (typeof items)[number];
    const language = /CN|zh/.test(kind) ? 'zh' : 'en';
    if (language === 'en') return addUtterance(copy, `${before}${item}${after}`);
    const file = copy.take('intents', (text) => text.includes('\n## zh\n'));
    if (file === undefined) return undefined;
    const at = copy.text(file).split('\n').indexOf('## zh') + 1;
    copy.change(file, at, [`- ${before}${item}${after}`], 0);
    return { file, line: at + 1 };
  };
};

/** A word that hardly anything has, in every utterance of a new intent. */
function giveaway(copy: Copy): Place | undefined {
  const all = [...copy.texts]
    .filter(([file]) => file.startsWith('intents/'))
    .map(([, text]) => ` ${text.toLowerCase().replace(/[^a-z]+/g, ' ')} `)
    .join('');
  const word = copy.pick('shall must these those really already might tomorrow'.split(' '));
  if (!copy.isFirst(word)) return undefined;
  const uses = all.split(` ${word} `).length - 1;
  const file = newIntent(copy, 'tier: complex\nowner: team\n', sentences(copy, Math.max(12, 25 * uses), `${word} `));
  return { file, line: 2 };
}

function imbalance(copy: Copy): Place {
  const small = copy.text('kb.yaml').includes('Large') || copy.below(2) === 0;
  return {
    file: newIntent(copy, 'tier: complex\nowner: team\n', sentences(copy, small ? 1 + copy.below(2) : 1500)),
    line: 2,
  };
}

function twoTopics(copy: Copy): Place {
  const [a, b] = [copy.word().toLowerCase(), copy.word().toLowerCase()];
  const lines = (shape: string): string[] =>
    Array.from({ length: 9 + copy.below(4) }, () => shape.replace('%', copy.word().toLowerCase()));
  // The two shapes have no word in common.
  const apart = [
    ...lines(copy.pick([`about ${a} %`, `${a} for %`])),
    ...lines(copy.pick([`${b} again %`, `% like ${b}`])),
  ];
  return { file: newIntent(copy, 'tier: complex\nowner: team\n', apart), line: 2 };
}

const inIntent =
  (fits: (text: string) => boolean, change: (copy: Copy, file: string) => Place | undefined, folder = 'intents') =>
  (copy: Copy): Place | undefined => {
    const file = copy.take(folder, fits);
    return file === undefined ? undefined : change(copy, file);
  };

const provenance = (copy: Copy, year: number): string =>
  `<!-- from c_${copy.digits(16)} on ${year}-0${1 + copy.below(9)}-1${copy.below(9)} -->`;
const many = (copy: Copy): readonly string[] => sentences(copy, 8);

function duplicateIntent(copy: Copy): Place | undefined {
  const source = copy.take('intents');
  if (source === undefined) return undefined;
  const file = source.replace(/\.md$/, '.zz.md');
  const name = /^intent: .*$/m.exec(copy.text(source))?.[0] ?? '';
  copy.add(
    file,
    `---\n${name}\ntier: complex\nowner: team\n---\n## en\n${many(copy)
      .map((text) => `- ${text}\n`)
      .join('')}`,
  );
  return { file, line: 2 };
}

export const INTENTS: readonly Kind[] = [
  { rule: 'utt/too-short', plant: utterance((copy) => copy.pick(['???', '!!', copy.digits(4), 'the', '...', 'you', copy.digits(6), 'it is', '-'])) },
  { rule: 'utt/too-long', plant: utterance((copy) => (copy.below(2) === 0 ? Array.from({ length: 45 }, () => copy.word()).join(' ') : Array.from({ length: 6 }, () => `I have the ${copy.thing()}.`).join(' '))) },
  { rule: 'utt/gibberish', plant: utterance((copy) => copy.pick([`${noise(copy)} ${noise(copy)}`, noise(copy), `${noise(copy)} ${noise(copy)} ${noise(copy)}`])) },
  { rule: 'utt/wrong-locale', plant: (copy) => {
    if (copy.below(2) === 0) return addUtterance(copy, copy.pick([`我想问一下第${copy.digits(3)}号包裹什么时候能够送到`, `请问${copy.digits(4)}的退款多久可以到账呢`, `wann kommt mein Paket ${copy.digits(4)}, ich bin nicht zu Hause und das ist eilig`, `où est mon colis ${copy.digits(4)}, je ne suis pas là et le livreur est en retard`]));
    const file = copy.take('intents', (text) => text.includes('\n## zh\n'));
    if (file === undefined) return addUtterance(copy, `第${copy.digits(5)}号订单里面的东西少了一件怎么办`);
    const at = copy.text(file).split('\n').indexOf('## zh') + 1;
    copy.change(file, at, [`- where is the ${copy.thing()} that I have ordered from you`], 0);
    return { file, line: at + 1 };
  } },
  { rule: 'utt/confusable-chars', plant: confusable },
  { rule: 'utt/multi-intent', plant: utterance((copy) => copy.pick([`cancel the ${copy.thing()} and also can you refund me`, `I want the ${copy.thing()}, by the way where is my parcel`, `send me the ${copy.thing()}. Another question: how do I pay`, `the ${copy.thing()} is late, additionally I want an invoice`])) },
  { rule: 'utt/duplicate', plant: (copy) => {
    const one = existing(copy);
    if (!one) return undefined;
    const { end } = english(copy.text(one.file));
    copy.change(one.file, end, [`- ${refolded(copy, one.text)}`], 0);
    return { file: one.file, line: end + 1 };
  } },
  { rule: 'utt/near-duplicate', plant: (copy) => {
    const one = existing(copy, 'intents', isTelling);
    const text = one && nearly(copy, one.text);
    if (!one || text === undefined) return undefined;
    const { end } = english(copy.text(one.file));
    copy.change(one.file, end, [`- ${text}`], 0);
    return { file: one.file, line: end + 1 };
  } },
  { rule: 'utt/cross-intent-duplicate', plant: (copy) => across(copy, refolded) },
  { rule: 'utt/ambiguous-pair', plant: (copy) => across(copy, nearly) },
  { rule: 'utt/leak-test-train', plant: (copy) => {
    const one = existing(copy, 'intents', isTelling);
    const text = one && (copy.below(2) === 0 ? refolded(copy, one.text) : nearly(copy, one.text));
    const intent = one && /^intent: (.*)$/m.exec(copy.text(one.file))?.[1];
    const heldout = copy.take('heldout', (content) => content.includes(`intent: ${intent}\n`) && content.includes('\n## en\n- '));
    return text === undefined || heldout === undefined ? undefined : insertUtterance(copy, heldout, text);
  } },
  { rule: 'utt/oos-collides', plant: (copy) => {
    const one = existing(copy, 'intents', isTelling);
    const text = one && nearly(copy, one.text);
    if (text === undefined) return undefined;
      insertUtterance(copy, 'intents/out-of-scope.md', text);
      return { file: 'intents/out-of-scope.md', at: `- ${text}\n` };
  }, atOnce: 1 },
  { rule: 'utt/empty-intent', plant: (copy) => ({ file: newIntent(copy, 'tier: complex\nowner: team\n', []), line: 2 }) },
  { rule: 'utt/too-few', plant: (copy) => ({ file: newIntent(copy, 'tier: complex\nowner: team\n', sentences(copy, 1 + copy.below(4))), line: 2 }) },
  { rule: 'utt/imbalance', plant: imbalance, atOnce: 10 },
  { rule: 'utt/all-alike', plant: (copy) => {
    const start = copy.pick(['I want to know', 'please tell me', 'can you send', 'how do I']);
    return { file: newIntent(copy, 'tier: complex\nowner: team\n', Array.from({ length: 12 + copy.below(10) }, () => `${start} the ${copy.thing()}`)), line: 2 };
  } },
  { rule: 'utt/giveaway-token', plant: giveaway, atOnce: 8 },
  { rule: 'utt/intent-split-candidate', plant: twoTopics },
  { rule: 'utt/missing-provenance', plant: utterance((copy) => `where is the ${copy.thing()}`) },
  { rule: 'utt/unsorted', plant: (copy) => {
    const sorted = [...sentences(copy, 10)].toSorted((a, b) => (a < b ? -1 : 1));
    const at = copy.below(8);
    const swapped = sorted.with(at, sorted[at + 1] as string).with(at + 1, sorted[at] as string);
    return { file: newIntent(copy, 'tier: complex\nowner: team\n', swapped), line: 8 + at };
  } },
  { rule: 'utt/stale-set', plant: (copy) => {
    const dated = sentences(copy, 6 + copy.below(6)).map((text) => `${text} ${provenance(copy, 2012 + copy.below(10))}`);
    return { file: newIntent(copy, 'tier: complex\nowner: team\n', [...dated, ...sentences(copy, 3)]), line: 2 };
  } },
  { rule: 'priv/retention', plant: (copy) => addUtterance(copy, `where is the ${copy.thing()} ${provenance(copy, 2015 + copy.below(10))}`, copy.pick(['intents', 'heldout'])) },
  { rule: 'priv/pii', plant: personal(/^(?:email|phone|card|iban|id|address)/) },
  { rule: 'priv/name', plant: personal(/^name/) },
  { rule: 'map/tier-missing', plant: inIntent((text) => /^tier: /m.test(text), (copy, file) => {
    copy.change(file, copy.text(file).split('\n').findIndex((line) => line.startsWith('tier:')), []);
    return { file, line: lineOf(copy.text(file), 'intent: ') };
  }) },
  { rule: 'map/tier-conflict', plant: (copy) => {
    const file = copy.take('heldout', (text) => /^intent: /m.test(text));
    const intent = file === undefined ? undefined : /^intent: (.*)$/m.exec(copy.text(file))?.[1];
    const trained = [...copy.texts].find(([name, text]) => name.startsWith('intents/') && text.includes(`\nintent: ${intent}\n`))?.[1];
    const tier = /^tier: (\w+)/m.exec(trained ?? '')?.[1];
    if (file === undefined || tier === undefined) return undefined;
    return setField(copy, file, 'tier', copy.pick(['simple', 'medium', 'complex'].filter((one) => one !== tier)));
  } },
  { rule: 'map/handoff-incomplete', plant: (copy) => ({ file: newIntent(copy, `tier: ${copy.pick(['medium', 'complex'])}\n`, many(copy)), line: 3 }) },
  { rule: 'map/intent-without-article', plant: (copy) => ({ file: newIntent(copy, `tier: ${copy.pick(['simple', 'medium'])}\nowner: team\n`, many(copy)), line: 2 }) },
  { rule: 'map/intent-without-scenario', plant: (copy) => ({ file: newIntent(copy, 'tier: simple\nowner: team\n', many(copy)), line: 2 }) },
  { rule: 'map/unknown-article', plant: inIntent((text) => /^article: /m.test(text), (copy, file) => setField(copy, file, 'article', copy.word().toLowerCase())) },
  { rule: 'map/unknown-intent', plant: (copy) => {
    const isHeldout = copy.below(2) === 0;
    const file = copy.take(isHeldout ? 'heldout' : 'articles', isEnglish);
    if (file === undefined) return undefined;
    return isHeldout ? setField(copy, file, 'intent', copy.word().toLowerCase()) : setField(copy, file, 'intents', `[${copy.word().toLowerCase()}]`);
  } },
  { rule: 'kb/duplicate-id', plant: duplicateIntent },
]; // prettier-ignore
