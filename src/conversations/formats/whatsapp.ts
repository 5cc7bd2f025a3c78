import { readLines } from '../../text/index.js';
import type { FormatOptions, Item, LogFormat } from '../format.js';
import type { Source } from '../source.js';
import { finished, momentOf } from './values.js';

/** The marks, blanks and dashes that phones put into the lines. */
const MARKS = /[\u200e\u200f\u202a-\u202e\ufeff]/g;
const BLANKS = /[\u00a0\u202f\u2009]/g;
/** `[07.03.26, 21:22:39] Ana: text` and `28/3/2025, 9:29 p. m. - Ana: text`. */
const LINE =
  /^\[?(\d{1,4})[./-](\d{1,2})[./-](\d{1,4}),? {1,2}(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?(?: ?([^\d\s\]-][^\d\]-]{0,11}?))?(?:\] | - )(.*)$/u;
/** Words for the second half of the day, in the languages of phones. */
const AFTERNOON = /^(?:p\.? ?m\.?|pm|下午|晚上|午後|오후|μ\.?μ\.?|μμ|م|nachm\.?|ip\.?)$/iu;
const MORNING = /^(?:a\.? ?m\.?|am|上午|凌晨|早上|午前|오전|π\.?μ\.?|πμ|ص|vorm\.?|ap\.?)$/iu;
/** A day without a message ends a conversation: a chat never does by itself. */
const GAP_MS = 24 * 60 * 60 * 1000;
const MOST_TURNS = 5000;

interface Chat {
  readonly sender: string;
  text: string;
  readonly at: string | undefined;
  readonly line: number;
}

/**
 * A chat that WhatsApp exported as text, in any phone's language. The order of day and month is decided once for a file,
 * by all its dates. Who does not belong to the service (`--agent`) is the customer; without it, who writes first.
 */
export const whatsapp: LogFormat = {
  name: 'whatsapp',
  title: 'WhatsApp chat export',
  detect: (head) => head.split('\n', 10).filter((line) => LINE.test(cleaned(line))).length > 0,
  async *read(sources, options) {
    for (const source of sources) {
      const order = await dateOrder(source, options);
      if (order === undefined) {
        yield [
          {
            file: source.name,
            line: 1,
            error: 'no date tells day from month (all are 12 or less): say --month-first or --day-first',
          },
        ];
        continue;
      }
      yield* readChat(source, order, options);
    }
  },
};

type Order = 'day' | 'month' | 'year';

function cleaned(line: string): string {
  return line.replace(MARKS, '').replace(BLANKS, ' ').trimEnd();
}

async function dateOrder(source: Source, { monthFirst }: FormatOptions): Promise<Order | undefined> {
  let first = 0;
  let second = 0;
  let year = 0;
  let dates = 0;
  for await (const batch of readLines(source.open())) {
    for (const line of batch) {
      if (typeof line !== 'string' || !/^\W{0,3}\d/.test(line)) continue;
      const match = LINE.exec(cleaned(line));
      if (!match) continue;
      dates += 1;
      if ((match[1] ?? '').length === 4) year += 1;
      else if (Number(match[1]) > 12) first += 1;
      else if (Number(match[2]) > 12) second += 1;
    }
  }
  if (year > dates / 2) return 'year';
  if (first !== second) return first > second ? 'day' : 'month';
  if (monthFirst !== undefined) return monthFirst ? 'month' : 'day';
  return dates === 0 ? 'day' : undefined;
}

async function* readChat(source: Source, order: Order, options: FormatOptions): AsyncGenerator<readonly Item[]> {
  let chat: Chat[] = [];
  let line = 0;
  let previous = 0;
  const customer: { name?: string } = {};
  const done = (): Item[] => {
    const turns = chat;
    chat = [];
    return turns.length === 0 ? [] : [conversationOf(source.name, turns, customer, options)];
  };
  for await (const batch of readLines(source.open())) {
    const items: Item[] = [];
    for (const text of batch) {
      line += 1;
      if (typeof text !== 'string') {
        items.push({ file: source.name, line, error: text.error });
        continue;
      }
      const clean = cleaned(text);
      const match = LINE.exec(clean);
      if (!match) {
        // A line without a date goes on with the message before.
        const last = chat.at(-1);
        if (last && last.text.length < 100_000) last.text += `\n${clean}`;
        continue;
      }
      const at = dateOf(match, order);
      if (at === undefined) {
        items.push({ file: source.name, line, error: `not a date: ${clean.slice(0, 30)}` });
        continue;
      }
      const [, sender, said] = /^([^:]{1,80}): ?(.*)$/su.exec(match[8] ?? '') ?? [];
      // Lines of the system have no sender: "Ana joined using this group's invite link".
      if (sender === undefined || said === undefined) continue;
      const time = Date.parse(at);
      if (time - previous > GAP_MS || chat.length >= MOST_TURNS) items.push(...done());
      previous = time;
      if (!/^<[^<>]{1,40}>$|omitted$|^This message was deleted|^You deleted this message|^null$/u.test(said)) {
        chat.push({ sender: sender.trim(), text: said, at, line });
      }
    }
    yield items;
  }
  yield done();
}

function dateOf(match: RegExpExecArray, order: Order): string | undefined {
  const [, a = '', b = '', c = '', hour = '', minute = '', second = '0', half = ''] = match;
  const isYearFirst = a.length === 4 || order === 'year';
  const year = Number(isYearFirst ? a : c);
  const month = Number(isYearFirst ? b : order === 'month' ? a : b);
  const day = Number(isYearFirst ? c : order === 'month' ? b : a);
  let hours = Number(hour);
  if (AFTERNOON.test(half.trim()) && hours < 12) hours += 12;
  else if (MORNING.test(half.trim()) && hours === 12) hours = 0;
  const two = (value: number): string => String(value).padStart(2, '0');
  if (month < 1 || month > 12 || day < 1 || day > 31 || hours > 23) return undefined;
  // A phone writes no time zone: its local time is taken for UTC.
  return momentOf(
    `${year < 100 ? 2000 + year : year}-${two(month)}-${two(day)}T${two(hours)}:${minute}:${two(Number(second))}Z`,
  );
}

function conversationOf(
  file: string,
  chat: readonly Chat[],
  customer: { name?: string },
  { agents, pseudonym }: FormatOptions,
): Item {
  const [first] = chat;
  customer.name ??= chat.find(({ sender }) => !agents.includes(sender))?.sender;
  const line = first?.line ?? 1;
  // The id holds nobody's name or number, and is the same when a longer export of the chat comes.
  const chatId = pseudonym(`whatsapp:${customer.name ?? ''}`).slice(2);
  const conversation = finished({
    id: `whatsapp-${chatId}-${(first?.at ?? '').slice(0, 19).replace(/\D/g, '')}`,
    channel: 'whatsapp',
    started_at: first?.at,
    ...(customer.name !== undefined && { customer: { id: `whatsapp:${customer.name}` } }),
    turns: chat.map(({ sender, text, at }) => ({ role: sender === customer.name ? 'customer' : 'agent', text, at })),
  });
  return typeof conversation === 'string' ? { file, line, error: conversation } : { file, line, conversation };
}
