import type { ArticleText } from './article-text.js';
import { stemWord } from '../text/index.js';
import { HashSet, hashWord } from './words.js';

/** A quantity that an article states: 30 days, £3.95, 20 %, 9:00-17:00. */
export interface Figure {
  /** Only figures of one unit can contradict each other: `day`, `working day`, `£`, `%`, `hours`. */
  readonly unit: string;
  /** In the unit; a range as `3-5`, opening hours as `9:00-17:00`. */
  readonly value: string;
  /** As it stands in the text. */
  readonly raw: string;
  /** What it is said of: the content words of its clause, as sorted stems. */
  readonly about: readonly string[];
  readonly sentence: string;
  readonly line: number;
  readonly column: number;
}

/** More figures than this in one article are a list of data, no statements to compare. */
const MOST_FIGURES = 500;

const NUMBER_WORDS: Readonly<Record<string, number>> = {
  one: 1, two: 2, three: 3, four: 4, five: 5, six: 6, seven: 7, eight: 8, nine: 9, ten: 10, eleven: 11, twelve: 12,
  fourteen: 14, fifteen: 15, twenty: 20, thirty: 30, sixty: 60, ninety: 90,
}; // prettier-ignore
const CHINESE_DIGITS = '零一二三四五六七八九';

const AMOUNT = String.raw`\d{1,3}(?:,\d{3}){1,3}(?:\.\d{1,2})?|\d{1,7}(?:\.\d{1,2})?`;
const ENGLISH = new RegExp(
  [
    String.raw`(?<![\w.,:])(?<hours>\d{1,2}(?::\d{2})?\s?(?:am|pm)?\s?(?:-|–|to|until)\s?\d{1,2}(?::\d{2}|\s?(?:am|pm))\s?(?:am|pm)?)(?![\w:])`,
    String.raw`(?<sign>[£$€¥])\s?(?<money>${AMOUNT})(?![\d%])`,
    String.raw`(?<![\w.,-])(?<share>\d{1,3}(?:\.\d{1,2})?)\s?(?:%|per ?cent\b)`,
    String.raw`(?<![\w.,-])(?<low>\d{1,4}(?:\.\d)?|${Object.keys(NUMBER_WORDS).join('|')})(?:\s?(?:-|–|to)\s?(?<high>\d{1,4}))?[\s-](?<work>working |business )?(?:calendar )?(?<unit>minute|hour|day|week|month|year)s?\b(?! old\b)`,
    String.raw`(?<![\w.,-])(?<amount>${AMOUNT})\s?(?<currency>GBP|USD|EUR|CNY|RMB|pounds|dollars|euros)\b`,
  ].join('|'),
  'gi',
);
const CHINESE = new RegExp(
  [
    String.raw`(?<![\d:])(?<hours>\d{1,2}:\d{2}\s?(?:-|–|至|到|—)\s?\d{1,2}:\d{2})(?![\d:])`,
    String.raw`(?<sign>[£$€¥￥])\s?(?<money>${AMOUNT})(?![\d%])`,
    String.raw`(?<![\d.])(?<share>\d{1,3}(?:\.\d{1,2})?)\s?[%％]`,
    // 下一个工作日 is the next working day, no period of one.
    String.raw`(?<![\d.下上每第])(?<low>\d{1,4}|[一二两三四五六七八九十]{1,3})(?:\s?(?:-|–|至|到|~)\s?(?<high>\d{1,4}))?\s?(?:个)?(?<unit>工作日|自然日|天|日|小时|周|星期|月|年|分钟)(?![号份])`,
    String.raw`(?<![\d.])(?<amount>${AMOUNT})\s?(?<currency>英镑|美元|欧元|人民币|元)`,
  ].join('|'),
  'g',
);

const UNITS: Readonly<Record<string, string>> = {
  工作日: 'working day', 自然日: 'day', 天: 'day', 日: 'day', 小时: 'hour', 周: 'week', 星期: 'week', 月: 'month',
  年: 'year', 分钟: 'minute', gbp: '£', pounds: '£', 英镑: '£', usd: '$', dollars: '$', 美元: '$', eur: '€', euros: '€',
  欧元: '€', cny: '¥', rmb: '¥', 人民币: '¥', 元: '¥', '￥': '¥',
}; // prettier-ignore

/** Every figure of an article's prose. */
export function readFigures(text: ArticleText): readonly Figure[] {
  const { prose, blocks, headings } = text.markdown;
  const isChinese = text.article.language.startsWith('zh');
  const pattern = isChinese ? CHINESE : ENGLISH;
  const figures: Figure[] = [];
  let heading = '';
  let next = 0;
  const { first, digits } = text.blockWords;
  const numbers = text.find(NUMBERS);
  let nextNumber = 0;
  for (const [index, block] of blocks.entries()) {
    // Few blocks hold a number: only those are looked at.
    while ((numbers[nextNumber] ?? Infinity) < (first[index] as number)) nextNumber += 1;
    const hasNumber = digits[index] !== 0 || (numbers[nextNumber] ?? Infinity) < (first[index + 1] as number);
    if (block.kind === 'heading') {
      heading = headings[next]?.text ?? '';
      next += 1;
      continue;
    }
    if (!hasNumber) continue;
    const content = prose.slice(block.start, block.end);
    for (const match of content.matchAll(pattern)) {
      const read = readMatch(match.groups ?? {});
      if (!read) continue;
      if (figures.length === MOST_FIGURES) return figures;
      const at = block.start + match.index;
      const { start, end } = text.sentenceAt(at);
      const clause = clauseAround(content, match.index, match[0].length);
      const rest =
        content.slice(clause.start, match.index) + ' ' + content.slice(match.index + match[0].length, clause.end);
      const about = aboutOf(rest, isChinese);
      // A cell or a list item says what it is about in its row, its first cell or its heading.
      const context =
        block.kind === 'row'
          ? [...about, ...aboutOf(content.split('|').slice(0, 3).join(' '), isChinese), ...aboutOf(heading, isChinese)]
          : about;
      const { line, column } = text.at(at);
      figures.push({
        ...read,
        raw: match[0].trim(),
        about: [...new Set(context)].toSorted(),
        sentence: prose.slice(start, end).replace(/\s+/g, ' ').trim().slice(0, 300),
        line,
        column,
      });
    }
  }
  return figures;
}

const NUMBERS = new HashSet([...Object.keys(NUMBER_WORDS), ...Array.from('一二两三四五六七八九十')].map(hashWord));

function readMatch(groups: Readonly<Record<string, string | undefined>>): Pick<Figure, 'unit' | 'value'> | undefined {
  const { hours, sign, money, share, low, high, work, unit, amount, currency } = groups;
  if (hours !== undefined) return { unit: 'hours', value: readHours(hours) };
  if (money !== undefined) return { unit: UNITS[sign ?? ''] ?? sign ?? '', value: plain(money) };
  if (share !== undefined) return { unit: '%', value: plain(share) };
  if (amount !== undefined) return { unit: UNITS[(currency ?? '').toLowerCase()] ?? '', value: plain(amount) };
  if (low === undefined || unit === undefined) return undefined;
  const value = number(low);
  if (value === undefined) return undefined;
  const name = UNITS[unit] ?? `${work === undefined ? '' : 'working '}${unit.toLowerCase()}`;
  return { unit: name, value: high === undefined ? String(value) : `${value}-${Number(high)}` };
}

function plain(amount: string): string {
  return String(Number(amount.replaceAll(',', '')));
}

function digit(text: string | undefined, empty: number): number {
  if (text === undefined || text === '') return empty;
  return text === '两' ? 2 : CHINESE_DIGITS.indexOf(text);
}

function number(text: string): number | undefined {
  if (/^\d/.test(text)) return Number(text);
  const word = NUMBER_WORDS[text.toLowerCase()];
  if (word !== undefined) return word;
  const [tens, ones] = text.includes('十') ? text.split('十') : ['', text];
  return text.includes('十') ? digit(tens, 1) * 10 + digit(ones, 0) : digit(ones, 0) || undefined;
}

function readHours(text: string): string {
  const ends = text
    .toLowerCase()
    .split(/\s?(?:-|–|—|to|until|至|到)\s?/)
    .filter((end) => end !== '');
  return ends
    .map((end) => {
      const [hour = 0, minute = 0] = end
        .replace(/[^\d:]/g, '')
        .split(':')
        .map(Number);
      return `${end.includes('pm') && hour < 12 ? hour + 12 : hour}:${String(minute).padStart(2, '0')}`;
    })
    .join('-');
}

/** The part of a sentence that a figure belongs to: up to the next comma, semicolon, colon, bracket or full stop. */
function clauseAround(text: string, at: number, length: number): { start: number; end: number } {
  const isBreak = (index: number): boolean => {
    const char = text.charAt(index);
    if ('.,!?:'.includes(char)) return /\s|^$/.test(text.charAt(index + 1));
    return ';()|，。；：！？、（）'.includes(char);
  };
  let start = at;
  while (start > 0 && at - start < 200 && !isBreak(start - 1)) start -= 1;
  let end = at + length;
  while (end < text.length && end - at < 200 && !isBreak(end)) end += 1;
  return { start, end };
}

/** When a period begins says little about what it is a period of. */
const ANCHOR =
  /\b(?:after|of|from|since|upon|following|before)\s+(?:the\s|your\s|its\s|day of\s|date of\s){0,3}(?:delivery|purchase|receipt|dispatch|arrival|order(?:ing)?|receiving|payment|delivered)\b/gi;
const ENGLISH_STOP = new Set(
  'a an the and or but if then than as at by for from in into is are was were be been being it its this that these those to of on off with within without you your we our us they their them i my me he she his her can could may might must shall should will would do does did have has had not no so up out over under about only also just please most more all any each every some other within after before until since take takes took get gets got need needs let lets make makes made thing things item items usually normally generally mostly often us when where which who what how there here one two per'.split(
    ' ',
  ),
);

function aboutOf(text: string, isChinese: boolean): string[] {
  if (isChinese) {
    // Two-character words overlap in the run they stand in: good enough to compare clauses by.
    const runs =
      text
        .replace(/[的了在和与或是会将可能需要我们您的你请为后内前起以以内之后之内]/g, ' ')
        .match(/\p{Script=Han}{2,}/gu) ?? [];
    return runs.flatMap((run) => Array.from({ length: run.length - 1 }, (_, i) => run.slice(i, i + 2)));
  }
  const words =
    text
      .replace(ANCHOR, ' ')
      .toLowerCase()
      .match(/[\p{L}][\p{L}'’]{1,40}/gu) ?? [];
  return words.filter((word) => !ENGLISH_STOP.has(word)).map(stemWord);
}
