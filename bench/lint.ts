import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { lint } from '../dist/lint/index.js';
import { parseWorkspace } from '../dist/workspace/index.js';
import { random } from './lint-workspace.js';

/** Defects of each kind, ten to a copy of the example workspace. */
const PLANTED = 1000;
const AT_ONCE = 10;

type Files = Map<string, string>;
/** Plants one defect in a file and says where it must be found; `undefined` where the file does not lend itself to it. */
type Plant = (
  text: string,
  next: () => number,
  number: number,
) => { readonly text: string; readonly line: number } | undefined;

/** A line of its own before the last one of a body, after a blank line. */
const paragraph =
  (sentence: (next: () => number, number: number) => string): Plant =>
  (text, next, number) => {
    const body = text.trimEnd();
    return { text: `${body}\n\n${sentence(next, number)}\n`, line: body.split('\n').length + 2 };
  };
const utterance =
  (make: (next: () => number, number: number) => string): Plant =>
  (text, next, number) => {
    const lines = text.split('\n');
    const at = lines.indexOf('## en') + 2;
    if (at === 1) return undefined;
    return { text: lines.toSpliced(at, 0, `- ${make(next, number)}`).join('\n'), line: at + 1 };
  };
const pick = <T>(list: readonly T[], next: () => number): T => list[Math.floor(next() * list.length)] as T;
const digits = (count: number, next: () => number): string =>
  Array.from({ length: count }, () => Math.floor(next() * 10)).join('');
const words = 'brass copper walnut linen marble velvet bamboo willow cedar granite'.split(' ');

const LONG_WORDS =
  'replacement confirmation warehouse authorisation statement estimate signature insurance processing collection guarantee instruction packaging temperature certificate original immediate separate necessary convenient'.split(
    ' ',
  );
const KEYS = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm'];

/** A word with one letter left out, doubled, or swapped with its neighbour. */
function slip(word: string, next: () => number): string {
  const at = 2 + Math.floor(next() * (word.length - 4));
  const kind = Math.floor(next() * 3);
  if (kind === 0) return word.slice(0, at) + word.slice(at + 1);
  if (kind === 1 || word[at] === word[at + 1]) return word.slice(0, at) + 'x' + word.slice(at);
  return word.slice(0, at) + word.charAt(at + 1) + word.charAt(at) + word.slice(at + 2);
}

/** What a cat on a keyboard writes: neighbouring keys, or letters without a vowel. */
function noise(next: () => number): string {
  const row = pick(KEYS, next);
  const at = Math.floor(next() * (row.length - 5));
  return next() < 0.5
    ? row.slice(at, at + 5)
    : Array.from({ length: 7 }, () => pick('xqzjvkw'.split(''), next)).join('');
}

const KINDS: Readonly<Record<string, { readonly folder: string; readonly plant: Plant }>> = {
  'kb/placeholder': { folder: 'articles', plant: paragraph((next) => pick(['The fee is TBD.', 'TODO: say how.', 'Lorem ipsum dolor.', 'Call [insert number here] now.'], next)) },
  'kb/dead-internal-link': { folder: 'articles', plant: paragraph((next) => `See [this](../${pick(words, next)}/${digits(3, next)}.md).`) },
  'kb/missing-alt-text': { folder: 'articles', plant: paragraph((next) => `Here: ![](../${pick(words, next)}.png)`) },
  'kb/image-missing': { folder: 'articles', plant: paragraph((next) => `Here: ![a picture](../${pick(words, next)}.png)`) },
  'kb/undefined-variable': { folder: 'articles', plant: paragraph((next) => `Dear {{ ${pick(words, next)}_name }}, thank you.`) },
  'kb/expired': { folder: 'articles', plant: paragraph((next) => `The ${pick(words, next)} offer is valid until ${1 + Math.floor(next() * 28)} ${pick(['March', 'June', 'October'], next)} 20${10 + Math.floor(next() * 15)}.`) },
  'kb/spelling': { folder: 'articles', plant: paragraph((next) => `We look after your ${slip(pick(LONG_WORDS, next), next)} now.`) },
  'kb/banned-term': { folder: 'articles', plant: paragraph((next) => `${pick(['You failed to', 'You neglected to'], next)} send the ${pick(words, next)} box.`) },
  'kb/restricted-claim': { folder: 'articles', plant: paragraph((next) => pick(['It has no side effects.', 'You get a guaranteed return.', 'It is clinically proven.'], next)) },
  'kb/reading-level': { folder: 'articles', plant: paragraph((next) => `We ${Array.from({ length: 30 }, () => `${pick(words, next)} and`).join(' ')} stop.`) },
  'priv/secret': { folder: 'articles', plant: paragraph((next) => pick([`Key AKIA${digits(16, next)} is used.`, `password: hunter${digits(9, next)}`], next)) },
  'priv/pii': { folder: 'intents', plant: utterance((next) => pick([`write to ${pick(words, next)}${digits(3, next)}@gmail.com`, `call me at +44 20 8946 ${digits(4, next)} about it`, 'charge 4111 1111 1111 1111 instead'], next)) },
  'priv/name': { folder: 'intents', plant: utterance((next) => `my name is ${pick(['Rowan', 'Elif', 'Priya'], next)} ${pick(['Miller', 'Stone'], next)}, parcel ${digits(5, next)}`) },
  'utt/too-short': { folder: 'intents', plant: utterance((next) => pick(['???', '!!', digits(4, next), 'the'], next)) },
  'utt/too-long': { folder: 'intents', plant: utterance((next) => Array.from({ length: 60 }, () => pick(words, next)).join(' ')) },
  'utt/gibberish': { folder: 'intents', plant: utterance((next) => `${noise(next)} ${noise(next)}`) },
  'utt/wrong-locale': { folder: 'intents', plant: utterance((next) => `我想问一下第${digits(3, next)}号包裹什么时候能够送到`) },
  'utt/confusable-chars': { folder: 'intents', plant: utterance((next) => `where is the ${pick(words, next)} p\u0430rcel ${digits(3, next)}`) },
  'utt/multi-intent': { folder: 'intents', plant: utterance((next) => `cancel the ${pick(words, next)} chair ${digits(3, next)} and also can you refund me`) },
  'utt/duplicate': {
    folder: 'intents',
    plant: (text, next) => {
      const lines = text.split('\n');
      const start = lines.indexOf('## en') + 1;
      const end = lines.findIndex((line, at) => at >= start && !line.startsWith('- '));
      const at = start + Math.floor(next() * (end - start));
      const copy = `- ${lines[at]?.slice(2).toUpperCase()}!`;
      return { text: lines.toSpliced(end, 0, copy).join('\n'), line: end + 1 };
    },
  },
  'utt/near-duplicate': {
    folder: 'intents',
    plant: (text) => {
      const lines = text.split('\n');
      const start = lines.indexOf('## en') + 1;
      const end = lines.findIndex((line, at) => at >= start && !line.startsWith('- '));
      const long = lines.slice(start, end).find((line) => /^- [a-z][a-z ]{24,}$/.test(line));
      return long === undefined ? undefined : { text: lines.toSpliced(end, 0, `- hello, ${long.slice(2)} please`).join('\n'), line: end + 1 };
    },
  },
}; // prettier-ignore

async function example(folder: string): Promise<Files> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  const files: Files = new Map();
  for (const entry of names) {
    const file = path.join(entry.parentPath, entry.name);
    const name = path.relative(folder, file).split(path.sep).join('/');
    if (entry.isFile() && /\.(?:md|yaml)$/.test(name) && !name.startsWith('.'))
      files.set(name, await readFile(file, 'utf8'));
  }
  return files;
}

/** Plants defects in copies of the example workspace, and counts those that are found at their line. */
export async function lintBench(): Promise<void> {
  const files = await example('kb');
  const run = (texts: Files, id?: string): ReturnType<typeof lint> =>
    lint(parseWorkspace([...texts].map(([file, text]) => ({ path: file, text }))), {
      today: '2026-11-23',
      ...(id !== undefined && { only: new Set([id]) }),
    });
  console.log(`untouched example: ${run(files).problems.length} findings`);
  console.log('rule'.padEnd(28), 'planted  found');
  for (const [id, { folder, plant }] of Object.entries(KINDS)) {
    const next = random(7);
    const hosts = [...files.keys()].filter(
      (file) => file.startsWith(`${folder}/`) && !file.includes('out-of-scope') && !file.includes('.zh.'),
    );
    let planted = 0;
    let found = 0;
    for (let round = 0; planted < PLANTED && round < PLANTED; round += 1) {
      const copy: Files = new Map(files);
      const wanted: string[] = [];
      for (let i = 0; i < AT_ONCE; i += 1) {
        const file = hosts[(round * AT_ONCE + i) % hosts.length] as string;
        const defect = copy.get(file) === files.get(file) ? plant(files.get(file) as string, next, planted) : undefined;
        if (!defect) continue;
        copy.set(file, defect.text);
        wanted.push(`${file}:${defect.line}`);
      }
      const places = new Set(run(copy, id).problems.map(({ file, line }) => `${file}:${line}`));
      planted += wanted.length;
      const missed = wanted.filter((place) => !places.has(place));
      found += wanted.length - missed.length;
      if (missed.length > 0 && planted < 60)
        console.log(
          '  missed',
          missed[0],
          copy.get(missed[0]?.split(':')[0] ?? '')?.split('\n')[Number(missed[0]?.split(':')[1]) - 1],
        );
    }
    console.log(id.padEnd(28), String(planted).padStart(7), `${((found / planted) * 100).toFixed(1)} %`.padStart(8));
  }
}
