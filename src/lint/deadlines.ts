import type { ArticleText } from './article-text.js';

/** A day until which the text says that something holds: an offer, a price list, holiday hours. */
export interface Deadline {
  /** `2026-12-31` */
  readonly day: string;
  readonly raw: string;
  readonly line: number;
  readonly column: number;
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MONTH = String.raw`(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?`;
const DAY = String.raw`(?<iso>20\d\d-[01]\d-[0-3]\d)|(?<dmy>[0-3]?\d(?:st|nd|rd|th)?\s${MONTH},?\s20\d\d)|(?<mdy>${MONTH}\s[0-3]?\d(?:st|nd|rd|th)?,?\s20\d\d)`;
const ENGLISH = new RegExp(
  String.raw`\b(?:until|till|through|expir(?:es|ed|ing)(?: on)?|ends?(?: on)?|ended on|valid to|not later than|no later than|closes on)\s(?:and including\s|the end of\s|midnight on\s)?(?:the\s)?(?:${DAY})`,
  'gi',
);
const CHINESE_DAY = String.raw`(?<year>20\d\d)年(?<month>\d{1,2})月(?<day>\d{1,2})[日号]|(?<iso>20\d\d-[01]\d-[0-3]\d)`;
const CHINESE = new RegExp(
  String.raw`(?:截至|截止到?|有效期至|有效期到|持续到|直到)\s?(?:${CHINESE_DAY})|(?:${CHINESE_DAY.replaceAll('?<', '?<_')})(?:止|截止|前有效|到期|结束)`,
  'g',
);

/** Every day of the text that something is said to last until. */
export function readDeadlines(text: ArticleText): readonly Deadline[] {
  const { prose } = text.markdown;
  // Without a year of this century nothing can match; the search for one is the cheapest there is.
  if (!prose.includes('20', text.article.bodyStart)) return [];
  const pattern = text.article.language.startsWith('zh') ? CHINESE : ENGLISH;
  const deadlines: Deadline[] = [];
  for (const { start, end } of text.markdown.blocks) {
    const content = prose.slice(start, end);
    if (!/20\d\d/.test(content)) continue;
    for (const match of content.matchAll(pattern)) {
      const day = readDay(match.groups ?? {});
      if (day === undefined) continue;
      const { line, column } = text.at(start + match.index);
      deadlines.push({ day, raw: match[0], line, column });
    }
  }
  return deadlines;
}

function readDay(groups: Readonly<Record<string, string | undefined>>): string | undefined {
  const iso = groups['iso'] ?? groups['_iso'];
  if (iso !== undefined) return iso;
  const year = groups['year'] ?? groups['_year'];
  if (year !== undefined)
    return join(year, Number(groups['month'] ?? groups['_month']), Number(groups['day'] ?? groups['_day']));
  const written = (groups['dmy'] ?? groups['mdy'] ?? '').toLowerCase();
  const month = MONTHS.findIndex((name) => written.includes(name)) + 1;
  const day = /\d{1,2}/.exec(written)?.[0];
  return month === 0 || day === undefined ? undefined : join(written.slice(-4), month, Number(day));
}

function join(year: string, month: number, day: number): string {
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}
