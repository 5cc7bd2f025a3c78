import type { ArticleText } from '../../article-text.js';
import { articleExample } from '../../examples.js';
import type { Finding, Rule } from '../../rule.js';
import { HashSet, hashWord } from '../../words.js';

const MARKS = new HashSet(['todo', 'tbd', 'tbc', 'fixme', 'xxx', 'xxxx', 'lorem', 'placeholder', '待'].map(hashWord));
const WRITTEN = /^(?:TODO|TBD|TBC|FIXME|XXXX?)$/;
const BRACKETS = /[[<]\s?(?:insert\s[\w ,'-]{1,40}|(?:your|company|product|customer)\s(?:name|address|number|text|date)(?:\shere)?|[\w ,'-]{1,30}\sgoes\shere)[\]>]/gi;

export const placeholder: Rule = {
  meta: {
    id: 'kb/placeholder',
    summary: 'Something is still to be written: TODO, lorem ipsum, "[insert date here]", a heading with nothing below it.',
    severity: 'error',
    fixable: 'no',
    example: {
      fails: { 'articles/refunds.md': articleExample('It takes TODO days.') },
      passes: { 'articles/refunds.md': articleExample('It takes five days. Write your to-do list meanwhile.') },
    },
  },
  *checkArticle(text) {
    yield* marks(text);
    yield* emptySections(text);
  },
};

function* marks(text: ArticleText): Generator<Finding> {
  const { words } = text;
  const { prose } = text.markdown;
  const hint = 'write it, or take it out';
  for (const i of text.find(MARKS)) {
    const start = words.starts[i] as number;
    const end = words.ends[i] as number;
    const word = prose.slice(start, end);
    const isMark =
      // XXX-XXX-XXXX shows how a number is written.
      (WRITTEN.test(word) && !/[-–.(]$/.test(prose.slice(start - 1, start)) && !/^[-–.]\w/.test(prose.slice(end, end + 2))) ||
      (word.toLowerCase() === 'lorem' && /^\s+ipsum/i.test(prose.slice(end, end + 10))) ||
      (word.toLowerCase() === 'placeholder' && /^\s+(?:text|here|until)\b/i.test(prose.slice(end, end + 10))) ||
      (word === '待' && /^(?:补充|完善|定|填写)(?=[）)\]】。，\s]|$)/.test(prose.slice(end, end + 4)));
    if (isMark) yield { message: `"${word}" is left in the text`, hint, ...text.at(start) };
  }
  // A bracket is rare enough in prose to look for it first.
  const from = text.article.bodyStart;
  if (!prose.includes('[', from) && !prose.includes('<', from)) return;
  for (const match of prose.matchAll(BRACKETS)) {
    yield { message: `"${match[0]}" is left in the text`, hint, ...text.at(match.index) };
  }
}

function* emptySections(text: ArticleText): Generator<Finding> {
  const { headings, prose } = text.markdown;
  for (const [index, { level, text: title, start, end }] of headings.entries()) {
    const next = headings[index + 1];
    if (next && next.level > level) continue;
    if (/^[^\n]*\n\s*[^\s=#<-]/.test(text.text.slice(end, end + 80))) continue;
    // What is blank in the prose may be code or a table's rule: the text itself decides.
    const content = text.text.slice(end, next?.start ?? prose.length);
    if (content.replace(/<!--[\s\S]*?-->/g, '').replace(/^[\s=#-]+$/gm, '').trim() === '') {
      yield { message: `nothing stands under the heading "${title}"`, hint: 'write it, or take the heading out', ...text.at(start) };
    }
  }
}
