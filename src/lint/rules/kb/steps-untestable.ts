import { z } from 'zod';
import { articleExample } from '../../examples.js';
import type { Rule } from '../../rule.js';

const options = z.strictObject({ steps: z.number().int().min(2).default(4).describe('Steps from which on a procedure needs a way out.') });

const EXIT =
  /\b(?:contact|call|write|e-?mail|ask|tell|reply|phone|chat|person|people|team|support|help|agent|advisor|us|if|unless|otherwise|still|should|until|when|done|now|confirm\w*|appears?|shows?|see|open(?:ed|s))\b|[联客人工如若仍还]|完成|成功|显示/i;

export const stepsUntestable: Rule = {
  meta: {
    id: 'kb/steps-untestable',
    summary: 'A numbered procedure says neither what the customer should see at the end nor what to do when it fails.',
    severity: 'info',
    fixable: 'no',
    example: {
      fails: { 'articles/refunds.md': articleExample('Do this:\n\n1. Sign in.\n2. Pick orders.\n3. Choose refund.\n4. Send it.') },
      passes: {
        'articles/refunds.md': articleExample('Do this:\n\n1. Sign in.\n2. Pick orders.\n3. Choose refund.\n4. Send it. A mail confirms it.\n\nIt failed? Contact us.'),
      },
    },
  },
  options,
  *checkArticle(text, { optionsOf }) {
    const { steps: least } = optionsOf(options);
    const { blocks, prose } = text.markdown;
    for (let i = 0; i < blocks.length; i += 1) {
      let end = i;
      while (blocks[end]?.kind === 'step') end += 1;
      const first = blocks[i];
      const last = blocks[end - 1];
      // A numbered list of links is no procedure.
      const areLinks = blocks.slice(i, end).every(({ start }) => text.text.charAt(start) === '[');
      if (first && last && end - i >= least && !areLinks) {
        // The last step may say it, or any text after the steps.
        const rest = prose.slice(last.start);
        if (!EXIT.test(rest)) {
          yield {
            message: `${end - i} steps that do not say what comes of them, or what to do when one fails`,
            hint: 'end with what the customer should see, and whom to ask if it is not there',
            ...text.at(first.start),
          };
        }
      }
      i = Math.max(i, end);
    }
  },
};
