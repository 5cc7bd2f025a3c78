import { articleExample } from '../../examples.js';
import type { Rule } from '../../rule.js';

const LONG = 'The money comes back to the card that you paid with. '.repeat(6).trim();

export const answerTooLong: Rule = {
  meta: {
    id: 'kb/answer-too-long',
    summary: 'The short answer (the first paragraph) is longer than a channel of the article allows, and would be cut there.',
    severity: 'warning',
    fixable: 'no',
    example: {
      fails: { 'kb.yaml': 'channels: { social: { max_answer: 280 } }\n', 'articles/refunds.md': articleExample(LONG) },
      passes: { 'kb.yaml': 'channels: { social: { max_answer: 280 } }\n', 'articles/refunds.md': articleExample('In five days.') },
    },
  },
  *checkArticle(text, { settings }) {
    const { lead, article } = text;
    if (lead?.kind !== 'paragraph') return;
    const length = text.text.slice(lead.start, lead.end).replace(/\s+/g, ' ').length;
    const exceeded = Object.entries(settings.channels).filter(
      ([channel, { max_answer: most = Infinity }]) => length > most && (article.channels?.includes(channel) ?? true),
    );
    if (exceeded.length === 0) return;
    yield {
      message: `the short answer has ${length} characters; ${exceeded.map(([channel, { max_answer: most }]) => `${channel} takes ${most}`).join(', ')}`,
      hint: 'say it shorter, with the detail in a second paragraph; or take the channel out of `channels:`',
      ...text.at(lead.start),
    };
  },
};
