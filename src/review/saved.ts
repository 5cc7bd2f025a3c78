import { z } from 'zod';
import { decisionSchema, type Decision } from './decisions.js';
import { NOTHING_SAVED, type SavedReview } from './session.js';

const savedSchema = z.object({
  schema: z.literal('kb.review-state/1'),
  decisions: z.array(decisionSchema),
  skipped: z.array(z.object({ cluster: z.string(), size: z.number() })),
});

/** What a review that was left had decided, as text for `.kb/`. */
export function savedText({ decisions, skipped }: SavedReview): string {
  return `${JSON.stringify({ schema: 'kb.review-state/1', decisions, skipped }, null, 1)}\n`;
}

/** Nothing where the text is none of ours: a file under `.kb/` may always be lost. */
export function readSaved(text: string): SavedReview {
  try {
    return savedSchema.parse(JSON.parse(text));
  } catch {
    return NOTHING_SAVED;
  }
}

/** The same without what these customers said, and how many lines that were. */
export function forgetSaved(
  saved: SavedReview,
  customers: ReadonlySet<string>,
): { readonly saved: SavedReview; readonly removed: number } {
  let removed = 0;
  const decisions = saved.decisions.flatMap((decision): Decision[] => {
    const utterances = decision.utterances.filter(
      (one) => !('customer' in one && one.customer !== undefined && customers.has(one.customer)),
    );
    removed += decision.utterances.length - utterances.length;
    return utterances.length === 0 ? [] : [{ ...decision, utterances }];
  });
  return { saved: { ...saved, decisions }, removed };
}
