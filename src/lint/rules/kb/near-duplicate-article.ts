import { z } from 'zod';
import { placeOf, type Article } from '../../../workspace/index.js';
import { articleExample } from '../../examples.js';
import { ArticleText } from '../../article-text.js';
import type { Rule } from '../../rule.js';
import { candidatePairs, jaccard, shinglesOf } from '../../sketch.js';

const options = z.strictObject({
  similarity: z.number().min(0.5).max(1).default(0.8).describe('Share of common four-word runs from which two articles are alike.'),
});

const LONG =
  'Your money is on its way as soon as the parcel has been unpacked and checked in our warehouse. We write to you when it has been sent, and the bank needs three more days to show it in your account. If it is not there after that, tell us the number of the order and we ask the bank where it is.';

export const nearDuplicateArticle: Rule = {
  meta: {
    id: 'kb/near-duplicate-article',
    summary: 'Two articles are nearly the same text: one of them will be forgotten when the other is changed.',
    severity: 'warning',
    fixable: 'no',
    example: {
      fails: {
        'articles/refunds.md': articleExample(LONG),
        'articles/money.md': `---\ntitle: Your money\nowner: payments\nintents: [refund.status]\n---\n${LONG} Thank you.\n`,
      },
      passes: { 'articles/refunds.md': articleExample(LONG) },
    },
  },
  options,
  *check({ workspace, index, optionsOf }) {
    const { similarity } = optionsOf(options);
    const { articles } = workspace;
    // Only candidates are read again; the last few are kept, since a group of copies is compared one after the other.
    const shingles = new Map<Article, ReadonlySet<number>>();
    const shinglesFor = (article: Article): ReadonlySet<number> => {
      let set = shingles.get(article);
      if (!set) {
        if (shingles.size > 500) shingles.clear();
        shingles.set(article, (set = shinglesOf(new ArticleText(article).words)));
      }
      return set;
    };
    const reported = new Set<Article>();
    for (const [a, b] of candidatePairs(index.articles.map(({ facts }) => facts.sketch))) {
      const earlier = articles[a] as Article;
      const later = articles[b] as Article;
      if (earlier.language !== later.language || reported.has(later)) continue;
      const share = jaccard(shinglesFor(earlier), shinglesFor(later));
      if (share < similarity) continue;
      reported.add(later);
      yield {
        message: `${Math.floor(share * 100)} % the same text as ${earlier.path}`,
        hint: 'merge the two, or let one link to the other',
        ...placeOf(later.yaml, ['title']),
        related: [{ message: 'the other article', ...placeOf(earlier.yaml, ['title']) }],
      };
    }
  },
};
