import { placeOf } from '../../../workspace/index.js';
import type { Finding, Rule } from '../../rule.js';

export const duplicateId: Rule = {
  meta: {
    id: 'kb/duplicate-id',
    summary: 'Two files say that they are the same article in one language, or the same intent; edits would go astray.',
    severity: 'error',
    fixable: 'no',
    example: {
      fails: {
        'intents/copy.md': '---\nintent: refund.status\ntier: simple\narticle: refunds\n---\n## en\n- my refund please\n',
      },
      passes: {},
    },
  },
  *check({ workspace }) {
    yield* duplicates(workspace.intents, ({ intent }) => intent, ['intent'], 'the intent');
    yield* duplicates(workspace.heldout, ({ intent }) => intent, ['intent'], 'the held-out intent');
    yield* duplicates(workspace.articles, ({ id, language }) => `${id} (${language})`, ['title'], 'the article');
  },
};

function* duplicates<T extends { readonly path: string; readonly yaml: Parameters<typeof placeOf>[0] }>(
  items: readonly T[],
  name: (item: T) => string,
  key: readonly string[],
  what: string,
): Generator<Finding> {
  const first = new Map<string, T>();
  for (const item of items) {
    const earlier = first.get(name(item));
    if (!earlier) first.set(name(item), item);
    else {
      yield {
        message: `${what} ${name(item)} is already in ${earlier.path}`,
        hint: 'merge the two files, or rename one',
        ...placeOf(item.yaml, key),
        related: [{ message: 'first here', ...placeOf(earlier.yaml, key) }],
      };
    }
  }
}
