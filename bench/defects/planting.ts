import { seeded } from '../data.js';

/** Where a defect must be found. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

/** A place in a file that other defects go into, too, by what stands nowhere else in it. */
export interface MovingPlace {
  readonly file: string;
  readonly at: string;
}

/** Plants one defect and says where it must be found; `undefined` where there is nothing left that lends itself to it. */
export type Plant = (copy: Copy) => Place | MovingPlace | undefined;

export interface Kind {
  readonly rule: string;
  readonly plant: Plant;
  /** Defects to a copy of the workspace, where they would get in each other's way. */
  readonly atOnce?: number;
  /** Defects in all, where there are few ways to plant one. */
  readonly planted?: number;
  /** Only where it can be planted: the large workspace has one language. */
  readonly only?: 'example';
}

/** What no rule looks at in particular: things to speak of. */
const THINGS =
  'brass kettle;copper pan;walnut shelf;linen curtain;marble board;velvet cushion;bamboo tray;willow basket;cedar chest;granite bowl;ceramic planter;woollen throw;leather satchel;pewter mug;slate coaster;enamel jug;cotton apron;rattan stool;birch ladder;felt slipper'.split(
    ';',
  );

/** A copy of a workspace that defects are planted in, each in files that no other one touches. */
export class Copy {
  readonly texts: Map<string, string>;
  private readonly taken = new Set<string>();
  /** Addresses that are to answer with an error. */
  readonly brokenLinks = new Map<string, string>();

  constructor(
    files: ReadonlyMap<string, string>,
    readonly random: () => number = seeded(7),
    /** Counts up over all copies, so that what is planted differs. */
    public number = 0,
  ) {
    this.texts = new Map(files);
  }

  below(limit: number): number {
    return Math.floor(this.random() * limit);
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)] as T;
  }

  digits(count: number): string {
    return Array.from({ length: count }, () => this.below(10)).join('');
  }

  /** A thing with a number, unlike any other. */
  thing(): string {
    return `${this.pick(THINGS)} ${this.word()}`;
  }

  /** A made-up word, new each time. */
  word(): string {
    this.number += 1;
    const syllables = ['ba', 'de', 'fi', 'go', 'lu', 'ma', 'ne', 'pi', 'ro', 'su', 'ta', 've'];
    let rest = this.number;
    let word = this.pick(['Kor', 'Ful', 'Tam', 'Wen', 'Zor']);
    do {
      word += syllables[rest % syllables.length];
      rest = Math.floor(rest / syllables.length);
    } while (rest > 0);
    return word;
  }

  /** A file that no defect has touched and that `fits`; from then on it is touched. */
  take(folder: string, fits: (text: string, file: string) => boolean = () => true): string | undefined {
    const hosts = [...this.texts.keys()].filter(
      (file) => file.startsWith(`${folder}/`) && !file.includes('out-of-scope') && !this.taken.has(file),
    );
    for (let tries = 0; tries < 60 && hosts.length > 0; tries += 1) {
      const file = this.pick(hosts);
      if (this.taken.has(file) || !fits(this.text(file), file)) continue;
      this.taken.add(file);
      return file;
    }
    return undefined;
  }

  private readonly done = new Set<string>();

  /** Whether it is the first time that this copy is asked about a name. */
  isFirst(name: string): boolean {
    const isNew = !this.done.has(name);
    this.done.add(name);
    return isNew;
  }

  text(file: string): string {
    return this.texts.get(file) ?? '';
  }

  /** Adds a file. */
  add(file: string, text: string): void {
    this.texts.set(file, text);
    this.taken.add(file);
  }

  /** Replaces a line, counted from 0; none of them with `[]`. */
  change(file: string, at: number, lines: readonly string[], remove = 1): void {
    this.texts.set(
      file,
      this.text(file)
        .split('\n')
        .toSpliced(at, remove, ...lines)
        .join('\n'),
    );
  }
}

export const isEnglish = (_: string, file: string): boolean => !/\.[a-z]{2}\.md$/.test(file);

/** The line (counted from 1) on which a text stands in a file. */
export function lineOf(text: string, wanted: string): number {
  return text.slice(0, text.indexOf(wanted)).split('\n').length;
}

/** Puts a paragraph into an article, at one of the places where one ends, and gives the line it stands on. */
export function addParagraph(copy: Copy, paragraph: string, atEnd = false): Place | undefined {
  const file = copy.take('articles', isEnglish);
  if (file === undefined) return undefined;
  const lines = copy.text(file).trimEnd().split('\n');
  const bodyStart = lines.indexOf('---', 1) + 1;
  const breaks = lines.flatMap((line, at) =>
    at > bodyStart && line === '' && lines[at + 1]?.startsWith('#') === true ? [at] : [],
  );
  const at = atEnd || breaks.length === 0 ? lines.length : copy.pick(breaks);
  copy.texts.set(file, `${lines.toSpliced(at, 0, '', ...paragraph.split('\n')).join('\n')}\n`);
  return { file, line: at + 2 };
}

/** Puts an utterance among those of an intent. */
export function addUtterance(copy: Copy, text: string, folder = 'intents'): Place | undefined {
  const file = copy.take(folder, (content) => content.includes('\n## en\n- '));
  return file === undefined ? undefined : insertUtterance(copy, file, text);
}

export function insertUtterance(copy: Copy, file: string, text: string): Place {
  const { start, end } = english(copy.text(file));
  const at = start + copy.below(end - start + 1);
  copy.change(file, at, [`- ${text}`], 0);
  return { file, line: at + 1 };
}

/** The lines of the English utterances, `end` not included. */
export function english(text: string): {
  readonly start: number;
  readonly end: number;
  readonly lines: readonly string[];
} {
  const lines = text.split('\n');
  const start = lines.indexOf('## en') + 1;
  let end = start;
  while (lines[end]?.startsWith('- ') === true) end += 1;
  return { start, end, lines };
}

/** Sets a field of a file's front matter, and gives its line. */
export function setField(copy: Copy, file: string, key: string, value: string): Place {
  const lines = copy.text(file).split('\n');
  const at = lines.findIndex((line) => line.startsWith(`${key}:`));
  const line = `${key}: ${value}`;
  if (at === -1) {
    const end = lines.indexOf('---', 1);
    copy.change(file, end, [line], 0);
    return { file, line: end + 1 };
  }
  copy.change(file, at, [line]);
  return { file, line: at + 1 };
}

/** A new intent file with these English utterances. */
export function newIntent(copy: Copy, fields: string, utterances: readonly string[]): string {
  const name = copy.word().toLowerCase();
  const file = `intents/${name}.md`;
  const list = utterances.map((text) => `- ${text}\n`).join('');
  copy.add(file, `---\nintent: ${name}\n${fields}---\n${utterances.length > 0 ? `## en\n${list}` : ''}`);
  return file;
}

/** Utterances that share no more than they must: `about` stands in each. */
export function sentences(copy: Copy, count: number, about = ''): readonly string[] {
  const shapes = [
    (a: string, b: string) => `where does the ${a} go ${about}${b}`,
    (a: string, b: string) => `my ${a} has a ${b} ${about}`,
    (a: string, b: string) => `can the ${a} ${about} be had with ${b}`,
    (a: string, b: string) => `is ${about} a ${a} like a ${b}`,
    (a: string, b: string) => `${a} and ${b} ${about} together`,
  ];
  return Array.from({ length: count }, (_, at) =>
    (shapes[at % shapes.length] as (a: string, b: string) => string)(
      copy.word().toLowerCase(),
      copy.word().toLowerCase(),
    ).trim(),
  );
}
