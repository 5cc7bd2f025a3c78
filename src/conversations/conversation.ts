import { z } from 'zod';
import { languageTag } from '../workspace/index.js';

/** Text of one turn at most, in UTF-16 units; more than this is no message. */
const MAX_TURN_LENGTH = 1_000_000;

const ROLES = ['customer', 'bot', 'agent', 'system'] as const;
const OUTCOMES = ['resolved', 'handed_off', 'abandoned'] as const;

/** A day or a moment as logs write it: ISO 8601 (without an offset: UTC), or seconds or milliseconds since 1970. */
const moment = z
  .union([z.string(), z.number()])
  .transform((value, context) => {
    const iso = toMoment(value);
    if (iso === undefined)
      context.addIssue({ code: 'custom', message: 'expected a date such as 2026-10-01T08:00:00Z' });
    return iso ?? z.NEVER;
  })
  .describe('ISO 8601; without an offset it is UTC.');

const name = z.string().min(1).max(200);
/** Absent and null mean the same: databases export nulls. */
const optional = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((value) => value ?? undefined, schema.optional());
/** Systems number their conversations and customers; 71 and "71" are one id. */
const id = z.preprocess((value) => (typeof value === 'number' ? String(value) : value), name);

/** `en_GB` and `EN` are tags badly written; what is none at all ("English") is not known rather than wrong. */
const language = z.string().transform((value) => {
  const tag = value
    .trim()
    .replaceAll('_', '-')
    .replace(/^[A-Z]+/, (primary) => primary.toLowerCase());
  return languageTag.safeParse(tag).success ? tag : undefined;
});

const turn = z.object({
  role: z.enum(ROLES),
  text: z.string().max(MAX_TURN_LENGTH),
  at: optional(moment),
  intent: optional(name).describe('What the service that spoke then took it for.'),
  confidence: optional(z.number().min(0).max(1)),
  action: optional(name).describe('What that service did: answer, assist, clarify, handoff, fallback.'),
});

/** The one shape that every importer produces, one a line of JSON Lines. Unknown keys are ignored. */
export const conversationSchema = z.object({
  id,
  channel: optional(name),
  language: optional(language),
  started_at: optional(moment),
  customer: optional(z.object({ id: optional(id), segment: optional(name) })),
  turns: z.array(turn),
  outcome: optional(z.enum(OUTCOMES)),
  feedback: optional(z.object({ rating: optional(z.number()), comment: optional(z.string()) })),
});

export type Role = (typeof ROLES)[number];
export type LoggedOutcome = (typeof OUTCOMES)[number];

/** Something that was said. */
export interface LoggedTurn {
  readonly role: Role;
  readonly text: string;
  /** `2026-10-01T08:00:00.000Z`. */
  readonly at?: string | undefined;
  readonly intent?: string | undefined;
  readonly confidence?: number | undefined;
  readonly action?: string | undefined;
}

/** A conversation as a log has it, before or after redaction. */
export interface LoggedConversation {
  readonly id: string;
  readonly channel?: string | undefined;
  readonly language?: string | undefined;
  readonly started_at?: string | undefined;
  readonly customer?: { readonly id?: string | undefined; readonly segment?: string | undefined } | undefined;
  readonly turns: readonly LoggedTurn[];
  readonly outcome?: LoggedOutcome | undefined;
  readonly feedback?: { readonly rating?: number | undefined; readonly comment?: string | undefined } | undefined;
}

/**
 * Checks one parsed JSON value. `lang` is read as `language`.
 *
 * @returns the conversation, or what is wrong with it in one line.
 */
export function parseConversation(value: unknown): LoggedConversation | string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'not a JSON object';
  const row = value as Readonly<Record<string, unknown>>;
  const renamed = row['lang'] !== undefined && row['language'] === undefined ? { ...row, language: row['lang'] } : row;
  const parsed = conversationSchema.safeParse(renamed);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const place = (issue?.path ?? []).map(String).join('.');
  return `${place === '' ? '' : `${place}: `}${issue?.message ?? 'not a conversation'}`;
}

/** A line that holds no conversation, and why. */
export interface BadLine {
  readonly line: number;
  readonly error: string;
}

/** Reads one line of canonical JSON Lines. */
function readConversation(text: string, line: number): LoggedConversation | BadLine {
  const data = parseJson(text);
  if (data === undefined) return { line, error: 'not JSON' };
  const conversation = parseConversation(data);
  return typeof conversation === 'string' ? { line, error: conversation } : conversation;
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

/** JSON text as data; `undefined` where it is none, or is nested too deep for the parser's stack. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  } catch {
    return undefined;
  }
}

const FIRST_YEAR = Date.UTC(1990, 0, 1);
const LAST_YEAR = Date.UTC(2100, 0, 1);

/**
 * A moment in the one form in which it is kept, `2026-10-01T08:00:00.000Z`.
 *
 * @param value - ISO 8601 text, with a blank for the T too; or seconds or milliseconds since 1970, as text too.
 * @returns `undefined` for what is none, or lies outside of 1990 to 2099: a log's clock gone wrong.
 */
export function toMoment(value: unknown): string | undefined {
  if (typeof value === 'number') return fromEpoch(value);
  if (typeof value !== 'string' || value.length > 40) return undefined;
  if (/^\d{9,13}(?:\.\d{1,9})?$/.test(value)) return fromEpoch(Number(value));
  const parts =
    /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(:\d{2})?(?:[.,](\d{1,9}))?)? ?(Z|UTC|[+-]\d{2}:?\d{2}|[+-]\d{2})?$/i.exec(
      value.trim(),
    );
  if (!parts) return undefined;
  const [, day, minutes = '00:00', seconds = ':00', fraction = '0', zone = 'Z'] = parts;
  const offset = /^[+-]/.test(zone) ? `${zone.slice(0, 3)}:${zone.slice(3).replace(':', '') || '00'}` : 'Z';
  const time = Date.parse(`${day}T${minutes}${seconds}.${fraction.slice(0, 3).padEnd(3, '0')}${offset}`);
  return inRange(time) ? new Date(time).toISOString() : undefined;
}

function fromEpoch(value: number): string | undefined {
  const time = Math.round(value < 1e11 ? value * 1000 : value);
  return inRange(time) ? new Date(time).toISOString() : undefined;
}

function inRange(time: number): boolean {
  return time >= FIRST_YEAR && time < LAST_YEAR;
}

/** When something last happened in a conversation; `undefined` where nothing is dated. */
export function lastMoment({ started_at, turns }: LoggedConversation): string | undefined {
  let last = started_at;
  for (const { at } of turns) if (at !== undefined && (last === undefined || at > last)) last = at;
  return last;
}
