import { z } from 'zod';

/** More text than this in one turn is not a turn. */
const MAX_TURN_CHARACTERS = 1_000_000;

const turn = z.object({
  role: z.enum(['customer', 'bot', 'agent', 'system']),
  text: z.string().max(MAX_TURN_CHARACTERS),
  at: z.string().optional().describe('When, ISO 8601.'),
  intent: z
    .string()
    .nullish()
    .transform((intent) => intent ?? undefined),
  confidence: z
    .number()
    .min(0)
    .max(1)
    .nullish()
    .transform((confidence) => confidence ?? undefined),
  action: z
    .string()
    .nullish()
    .transform((action) => action ?? undefined),
});

/**
 * A conversation in the one shape that every importer produces; see product.md. Unknown keys are ignored, `lang` is read as
 * `language`.
 */
export const conversationSchema = z.preprocess(
  (value) =>
    typeof value === 'object' && value !== null && 'lang' in value && !('language' in value)
      ? { ...value, language: value.lang }
      : value,
  z.object({
    id: z.union([z.string().min(1), z.number().transform(String)]),
    channel: z
      .string()
      .nullish()
      .transform((channel) => channel ?? undefined),
    language: z
      .string()
      .nullish()
      .transform((language) => language ?? undefined),
    started_at: z
      .string()
      .nullish()
      .transform((at) => at ?? undefined),
    customer: z
      .object({ id: z.string().optional(), segment: z.string().optional() })
      .nullish()
      .transform((customer) => customer ?? undefined),
    turns: z.array(turn),
    outcome: z
      .enum(['resolved', 'handed_off', 'abandoned'])
      .nullish()
      .transform((outcome) => outcome ?? undefined),
    feedback: z
      .object({ rating: z.number().optional(), comment: z.string().optional() })
      .nullish()
      .transform((feedback) => feedback ?? undefined),
  }),
);

export type LoggedConversation = z.output<typeof conversationSchema>;
export type LoggedTurn = LoggedConversation['turns'][number];

/** A line that holds no conversation, and why. */
export interface BadLine {
  readonly line: number;
  readonly error: string;
}

/** Reads one line of canonical JSON Lines. */
export function readConversation(text: string, line: number): LoggedConversation | BadLine {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return { line, error: 'not JSON' };
  }
  const result = conversationSchema.safeParse(data);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const at = issue?.path.map(String).join('.') ?? '';
  return { line, error: `${at === '' ? '' : `"${at}": `}${issue?.message ?? 'not a conversation'}` };
}

/**
 * Reads canonical JSON Lines as they come; a log is never held as a whole. Blank lines are passed over.
 *
 * @param lines - batches of lines, a text or the reason why one could not be read.
 */
export async function* readConversations(
  lines: AsyncIterable<readonly (string | { readonly error: string })[]>,
): AsyncGenerator<LoggedConversation | BadLine> {
  let number = 0;
  for await (const batch of lines) {
    for (const line of batch) {
      number += 1;
      if (typeof line !== 'string') yield { line: number, error: line.error };
      else if (line.trim() !== '') yield readConversation(line, number);
    }
  }
}
