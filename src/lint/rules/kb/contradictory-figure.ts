import type { Article } from '../../../workspace/index.js';
import { articleExample } from '../../examples.js';
import { placeOfFact } from '../../facts.js';
import type { Figure } from '../../figures.js';
import { speakOfTheSame } from '../../english.js';
import { stemWord } from '../../../text/index.js';
import type { Finding, LintContext, Rule } from '../../rule.js';

interface Stated {
  readonly article: Article;
  readonly figure: Figure;
}

export const contradictoryFigure: Rule = {
  meta: {
    id: 'kb/contradictory-figure',
    summary: 'Two articles, or an article and its translation, give different figures (days, prices, shares, hours) for one and the same thing.',
    severity: 'warning',
    fixable: 'no',
    example: {
      fails: {
        'articles/refunds.md': articleExample('You can return unused things within 30 days after delivery.'),
        'articles/returns.md': '---\ntitle: Returns\nintents: [refund.status]\nowner: payments\n---\nUnused things can be returned within 14 days.\n',
      },
      passes: {
        'articles/refunds.md': articleExample('You can return unused things within 30 days after delivery.'),
        'articles/returns.md': '---\ntitle: Returns\nintents: [refund.status]\nowner: payments\n---\nThe returned money arrives within 14 days.\n',
      },
    },
  },
  *check(context) {
    yield* acrossArticles(context);
    yield* acrossTranslations(context);
  },
};

function* acrossArticles({ index }: LintContext): Generator<Finding> {
  // Clauses that speak of the same thing meet in a bucket of their words; those with one word more, in a bucket of
  // theirs without it. No pair is ever looked for among all.
  const exact = new Map<string, Stated[]>();
  const shorter = new Map<string, Stated[]>();
  for (const { article, facts } of index.articles) {
    if (facts.figures.length === 0) continue;
    const title = new Set(article.title.toLowerCase().split(/[^\p{L}]+/u).map(stemWord));
    for (const figure of facts.figures) {
      const { about, unit } = figure;
      // One word is enough only where it is what the article is about.
      if (about.length < 2 && !about.every((word) => title.has(word) && word.length > 3)) continue;
      if (about.length === 0) continue;
      const key = (words: readonly string[]): string => JSON.stringify([article.language, unit, words]);
      push(exact, key(about), { article, figure });
      if (about.length < 4 || about.length > 12) continue;
      for (const word of about) push(shorter, key(about.filter((one) => one !== word)), { article, figure });
    }
  }
  const reported = new Set<string>();
  const report = function* (earlier: Stated, later: Stated): Generator<Finding> {
    const key = `${later.article.path}:${later.figure.line}:${later.figure.column}`;
    if (reported.has(key) || !canMeet(earlier, later) || !speakOfTheSame(earlier.figure, later.figure, later.article.language)) return;
    reported.add(key);
    yield {
      message: `"${later.figure.raw}" here, "${earlier.figure.raw}" in ${earlier.article.path}:${earlier.figure.line}: ${quote(later.figure.sentence)}`,
      hint: 'find out which is right, and let one article say it',
      ...placeOfFact(later.article.path, later.figure),
      related: [{ message: quote(earlier.figure.sentence), ...placeOfFact(earlier.article.path, earlier.figure) }],
    };
  };
  for (const [key, stated] of exact) {
    yield* pairUp(stated, stated, report);
    const longer = shorter.get(key);
    if (longer) yield* pairUp(stated, longer, report);
  }
}

/** Each figure with the first one of another article that gives another value. */
function* pairUp(
  some: readonly Stated[],
  others: readonly Stated[],
  report: (earlier: Stated, later: Stated) => Iterable<Finding>,
): Generator<Finding> {
  const first = some.slice(0, 4);
  for (const other of others) {
    const agrees = some.some(({ article, figure }) => article !== other.article && figure.value === other.figure.value);
    // Where articles agree with each other, the odd one out is not told apart from a value for another case.
    if (agrees && some === others && some.length < 3) continue;
    const match = first.find(({ article, figure }) => article !== other.article && figure.value !== other.figure.value);
    if (!match) continue;
    // A value that stands beside the other one in the same article is one for another case.
    const beside = some.some(({ article, figure }) => article === match.article && figure.value === other.figure.value);
    const besideHere = others.some(({ article, figure }) => article === other.article && figure.value === match.figure.value);
    if (beside || besideHere) continue;
    const isLater = match.article.path < other.article.path;
    yield* isLater ? report(match, other) : report(other, match);
  }
}

function meets(some: readonly string[] | undefined, others: readonly string[] | undefined): boolean {
  return some === undefined || others === undefined || some.some((name) => others.includes(name));
}

function canMeet({ article: a }: Stated, { article: b }: Stated): boolean {
  return meets(a.audience, b.audience) && meets(a.channels, b.channels);
}

/** A figure of a translation that its source does not give, while the source gives one that the translation lacks. */
function* acrossTranslations({ workspace: { settings }, index }: LintContext): Generator<Finding> {
  for (const translations of index.articlesById.values()) {
    if (translations.length < 2) continue;
    const source = translations.find(({ language }) => language === settings.languages[0]);
    if (!source) continue;
    const inSource = byUnit(index.factsOf(source).figures);
    for (const translation of translations) {
      if (translation === source) continue;
      const inTranslation = byUnit(index.factsOf(translation).figures);
      for (const [unit, figures] of inTranslation) {
        const own = inSource.get(unit) ?? [];
        const values = new Set(own.flatMap(({ value }) => value.split('-')));
        const lacking = own.filter(({ value }) => figures.every((figure) => figure.value !== value));
        for (const figure of figures) {
          if (figure.value.split('-').every((part) => values.has(part)) || lacking.length === 0) continue;
          const other = lacking[0] as Figure;
          yield {
            message: `"${figure.raw}" is not in the ${source.language} article, which says "${other.raw}": ${quote(figure.sentence)}`,
            hint: 'find out which is right',
            ...placeOfFact(translation.path, figure),
            related: [{ message: quote(other.sentence), ...placeOfFact(source.path, other) }],
          };
          break;
        }
      }
    }
  }
}

function byUnit(figures: readonly Figure[]): ReadonlyMap<string, readonly Figure[]> {
  const map = new Map<string, Figure[]>();
  for (const figure of figures) push(map, figure.unit, figure);
  return map;
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

function quote(sentence: string): string {
  return `"${sentence.length > 90 ? `${sentence.slice(0, 89)}…` : sentence}"`;
}
