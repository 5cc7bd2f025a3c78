import PostalMime from 'postal-mime';
import type { FormatOptions, Item, LogFormat } from '../format.js';
import type { Source } from '../source.js';
import { batches } from './batches.js';
import { Threads, type Thread } from './threads.js';
import { finished, htmlText, momentOf } from './values.js';

/** Of a message that is longer only the beginning is read: the rest is attachments. */
const MAX_MESSAGE_BYTES = 4 * 1024 * 1024;
const MOST_REFERENCES = 200;

interface Mail {
  readonly from: string;
  readonly text: string;
  readonly at: string | undefined;
  readonly subject: string;
}

/**
 * Mail: mbox files (RFC 4155) and single messages (.eml). Replies belong to the message that they answer, across files.
 * Who wrote first is the customer, unless `--agent` says who answers for the service (addresses, or `@a.domain`).
 */
export const mail: LogFormat = {
  name: 'mail',
  title: 'mbox and eml',
  detect: (head) =>
    /^From \S+.*\d{4}/.test(head) ||
    (/^[A-Za-z][A-Za-z0-9-]{0,60}:[ \t]/.test(head) &&
      /^(?:From|Received|Return-Path):/im.test(head) &&
      /^(?:Message-ID|Date|Subject):/im.test(head)),
  async *read(sources, options) {
    const threads = new Threads<Mail>();
    /** The first message of the thread that a message belongs to, by Message-ID. */
    const roots = new Map<string, string>();
    for (const source of sources) {
      let number = 0;
      for await (const { line, raw } of splitMessages(source)) {
        number += 1;
        const place = { file: source.name, line };
        const items: Item[] = [];
        try {
          const email = await PostalMime.parse(raw, { maxNestingDepth: 50 });
          const id = email.messageId ?? `${source.name}#${number}`;
          const references = [...(email.references ?? '').matchAll(/<[^<>\s]{1,500}>/g)]
            .map(([found]) => found)
            .slice(0, MOST_REFERENCES);
          const parents = [...references, ...(email.inReplyTo === undefined ? [] : [email.inReplyTo])];
          const root = parents.map((parent) => roots.get(parent)).find(Boolean) ?? parents[0] ?? id;
          for (const known of [id, ...parents]) roots.set(known, root);
          const from = email.from?.address?.toLowerCase() ?? '';
          const text = ownText(email.text ?? htmlText(email.html ?? ''));
          if (text !== '' || from !== '') {
            const at = momentOf(email.date ?? '');
            if (!threads.add(root, place, { from, text, at, subject: email.subject ?? '' })) {
              items.push({ ...place, error: 'an answer too far from its thread: put the files of a thread together' });
            }
          } else items.push({ ...place, error: 'neither a sender nor a text' });
        } catch (error) {
          items.push({ ...place, error: `not a mail message: ${(error as Error).message.slice(0, 80)}` });
        }
        if (items.length > 0) yield items;
      }
      yield* batches(conversationsOf(threads.overflow(), options));
    }
    yield* batches(conversationsOf(threads.rest(), options));
  },
};

/** The messages of an mbox file, or the one of an .eml, as bytes: each part of a message has an encoding of its own. */
async function* splitMessages(source: Source): AsyncGenerator<{ readonly line: number; readonly raw: Uint8Array }> {
  const isMbox = source.head.startsWith('From ');
  let parts: string[] = [];
  let size = 0;
  let start = 1;
  let line = 0;
  let rest = '';
  let isAfterBlank = true;
  const message = (): { line: number; raw: Uint8Array } => {
    const raw = Buffer.from(parts.join('\n'), 'latin1');
    parts = [];
    size = 0;
    return { line: start, raw };
  };
  const add = (text: string): void => {
    if (size > MAX_MESSAGE_BYTES) return;
    parts.push(text);
    size += text.length + 1;
  };
  for await (const chunk of source.open()) {
    const lines = (rest + chunk.toString('latin1')).split('\n');
    rest = lines.pop() ?? '';
    // A line without an end goes on for as long as it likes, in as much memory as one message.
    if (rest.length > MAX_MESSAGE_BYTES) rest = rest.slice(0, MAX_MESSAGE_BYTES);
    for (const text of lines) {
      line += 1;
      if (isMbox && isAfterBlank && text.startsWith('From ')) {
        if (parts.length > 0) yield message();
        start = line;
      } else add(isMbox ? text.replace(/^>(>*From )/, '$1') : text);
      isAfterBlank = text === '' || text === '\r';
    }
  }
  add(rest);
  if (parts.some((part) => part.trim() !== '')) yield message();
}

/** Lines that begin what is quoted or appended, in English and Chinese mail programs. */
const QUOTE =
  /^(?:>|On .{4,200} wrote:\s*$|-{2,}\s?(?:Original Message|Forwarded message|原始邮件|转发邮件)|_{10,}$|(?:在|于).{4,200}写道[:：]|发件人[:：]|From: .{1,200}|Sent from my |发自我的|Get Outlook for |Begin forwarded message)/i;
const SIGNATURE = /^(?:--|—|__)\s?$/;

/** What the writer wrote: without the quoted message and the signature. An answer below the quote is kept. */
function ownText(text: string): string {
  const lines = text.slice(0, 200_000).replaceAll('\r', '').split('\n');
  const isInterleaved =
    lines.findIndex((line) => line.startsWith('>')) < lines.findLastIndex((line) => /^[^>\s]/.test(line));
  const own: string[] = [];
  for (const line of lines) {
    if (SIGNATURE.test(line)) break;
    if (line.startsWith('>')) continue;
    if (QUOTE.test(line)) {
      if (isInterleaved && /wrote:\s*$|写道[:：]/.test(line)) continue;
      break;
    }
    own.push(line);
  }
  return own
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

function* conversationsOf(threads: Iterable<Thread<Mail>>, options: FormatOptions): Generator<Item> {
  for (const { key, file, line, turns: unsorted } of threads) {
    const turns = unsorted.toSorted((a, b) => ((a.at ?? '') < (b.at ?? '') ? -1 : 1));
    const customer = turns.find(({ from }) => !isAgent(from, options.agents))?.from;
    const [first] = turns;
    const conversation = finished({
      // A Message-ID names a machine, and often a person.
      id: `mail-${options.pseudonym(key).slice(2)}`,
      channel: 'email',
      started_at: first?.at,
      ...(customer !== undefined && customer !== '' && { customer: { id: customer } }),
      turns: turns.map(({ from, text, at, subject }, index) => ({
        role: from === customer ? 'customer' : isMachine(from) ? 'bot' : 'agent',
        text: index === 0 && subject !== '' && !text.includes(subject) ? `${subject}\n${text}`.trim() : text,
        at,
      })),
    });
    yield typeof conversation === 'string' ? { file, line, error: conversation } : { file, line, conversation };
  }
}

function isAgent(from: string, agents: readonly string[]): boolean {
  return (
    isMachine(from) ||
    agents.some(
      (agent) => from === agent.toLowerCase() || (agent.startsWith('@') && from.endsWith(agent.toLowerCase())),
    )
  );
}

function isMachine(from: string): boolean {
  return /^(?:no-?reply|do-?not-?reply|mailer-daemon|postmaster|bounce)/.test(from);
}
