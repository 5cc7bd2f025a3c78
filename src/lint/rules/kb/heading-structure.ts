import { articleExample } from '../../examples.js';
import type { Rule } from '../../rule.js';

export const headingStructure: Rule = {
  meta: {
    id: 'kb/heading-structure',
    summary: 'Headings skip a level, repeat among neighbours, or are top-level twice: links to them and readers by ear go astray.',
    severity: 'warning',
    fixable: 'suggestion',
    example: {
      fails: { 'articles/refunds.md': articleExample('Soon.\n\n## How\n\nSo.\n\n#### When\n\nThen.') },
      passes: { 'articles/refunds.md': articleExample('Soon.\n\n## How\n\nSo.\n\n### When\n\nThen.') },
    },
  },
  *checkArticle(text) {
    // The title stands in the front matter, so a body begins at the second level; one top-level heading is tolerated.
    let previous = 1;
    let top = 0;
    /** The headings above the current one, each with the names already taken below it. */
    const path: { level: number; taken: Map<string, number> }[] = [{ level: 0, taken: new Map() }];
    for (const { level, text: title, start } of text.markdown.headings) {
      if (level === 1) top += 1;
      if (level === 1 && top > 1) {
        yield { message: `a second top-level heading: "${title}"`, hint: 'make it a "##" heading: the title is in the front matter', ...text.at(start) };
      }
      if (level > previous + 1) {
        const isMarked = text.text.charAt(start) === '#';
        yield {
          message: `"${title}" is of level ${level} below one of level ${previous}`,
          hint: `write ${'#'.repeat(previous + 1)}`,
          ...text.at(start),
          ...(isMarked && { suggestion: text.edit(start, start + level, '#'.repeat(previous + 1)) }),
        };
      }
      previous = level;
      while ((path.at(-1)?.level ?? 0) >= level) path.pop();
      const taken = path.at(-1)?.taken;
      const key = title.toLowerCase();
      const first = taken?.get(key);
      if (first !== undefined && key !== '') {
        yield {
          message: `a second heading "${title}"`,
          hint: 'give it another name, or bring the two sections together',
          ...text.at(start),
          related: [{ message: 'the first one', ...text.at(first) }],
        };
      } else taken?.set(key, start);
      path.push({ level, taken: new Map() });
    }
  },
};
