import { articleExample } from '../../examples.js';
import type { Rule } from '../../rule.js';

const GREETING = /^(?:hi|hello|hey|dear (?:customer|guest)s?|welcome|thank you for (?:contacting|writing|asking|your)|thanks for|good (?:morning|day)|您好|你好|欢迎|感谢您)(?![\p{L}'’])[^.!?。！？]{0,80}[.!?。！？,，]?\s*$/iu;

export const noDirectAnswer: Rule = {
  meta: {
    id: 'kb/no-direct-answer',
    summary: 'The first paragraph, which is given as the answer, answers nothing: it is missing, a question, a greeting or a bare link.',
    severity: 'warning',
    fixable: 'no',
    example: {
      fails: { 'articles/refunds.md': articleExample('Where is my refund?\n\nIt comes within five days.') },
      passes: { 'articles/refunds.md': articleExample('It comes within five days.') },
    },
  },
  *checkArticle(text) {
    const { lead, article } = text;
    const { prose, links } = text.markdown;
    const hint = 'begin with the answer in a sentence or two';
    if (!lead) {
      yield { message: 'the article has no text', hint, file: article.path, line: article.bodyLineOffset + 1, column: 1 };
      return;
    }
    // A list or a table, too, can be an answer; of a heading above it nothing is known.
    if (lead.kind !== 'paragraph') return;
    const content = prose.slice(lead.start, lead.end).replace(/\s+/g, ' ').trim();
    const inLead = links.filter(({ start }) => start >= lead.start && start < lead.end);
    let outside = '';
    let at = lead.start;
    for (const link of inLead) {
      outside += prose.slice(at, Math.max(at, link.start));
      at = Math.max(at, link.end);
    }
    outside += prose.slice(at, lead.end);
    if (/[?？]$/.test(content) && !/[.!。！]\s?\S/.test(content)) yield { message: 'the short answer is only a question', hint, ...text.at(lead.start) };
    else if (GREETING.test(content) && !article.intents.some((intent) => /greet|hello|welcome|smalltalk|thank|bye/i.test(intent))) {
      yield { message: 'the short answer is only a greeting', hint, ...text.at(lead.start) };
    } else if (inLead.length > 0 && outside.replace(/[^\p{L}\p{N}]/gu, '').length <= 8) {
      const what = inLead.every(({ kind }) => kind === 'image') ? 'an image' : 'a link';
      yield { message: `the short answer is only ${what}`, hint, ...text.at(lead.start) };
    }
  },
};
