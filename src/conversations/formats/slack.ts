import { hasKeys, type FormatOptions, type Item, type LogFormat } from '../format.js';
import { readJsonValues } from '../json.js';
import { batches } from './batches.js';
import { Threads, type Thread } from './threads.js';
import { finished, idOf, isFields, momentOf, textOf, type Fields } from './values.js';

interface SlackTurn {
  readonly user: string;
  readonly isBot: boolean;
  readonly text: string;
  readonly at: string | undefined;
  readonly channel: string;
}

/** What is said about the channel rather than in it: joins, topics, pins. */
const SPOKEN = new Set([undefined, 'bot_message', 'thread_broadcast', 'me_message', 'file_share']);

/**
 * A Slack export, as its zip, its folder or single files: `CHANNEL/2026-10-01.json`. A thread is a conversation, a message
 * without one too. Slack does not say who is a customer: who begins a thread is one, unless `--agent` names them.
 */
export const slack: LogFormat = {
  name: 'slack',
  title: 'Slack export',
  detect: (head, name) =>
    (hasKeys(head, 'type', 'ts') && hasKeys(head, 'text')) ||
    (/(?:^|\/)(?:users|org_users|channels|dms|groups|mpims|integration_logs|canvases)\.json$/.test(name) &&
      /^\s*\[/.test(head)),
  async *read(sources, options) {
    const threads = new Threads<SlackTurn>();
    for (const source of sources) {
      // Lists of people and channels: nothing of them is kept.
      if (/(?:^|\/)[a-z_]+\.json$/.test(source.name) && !hasKeys(source.head, 'ts')) continue;
      const channel = /([^/]+)\/[^/]+$/.exec(source.name)?.[1] ?? 'slack';
      for await (const values of readJsonValues(source)) {
        const items: Item[] = [];
        for (const read of values) {
          const place = { file: source.name, line: read.line };
          if ('error' in read) items.push({ ...place, error: read.error });
          else if (!isFields(read.value)) items.push({ ...place, error: 'not a JSON object' });
          else {
            const turn = turnOf(read.value, channel);
            const key = `${channel}-${String(read.value['thread_ts'] ?? read.value['ts'])}`;
            if (turn && !threads.add(key, place, turn)) items.push({ ...place, error: `too late for thread ${key}` });
          }
        }
        yield items;
      }
      yield* batches(conversationsOf(threads.overflow(), options));
    }
    yield* batches(conversationsOf(threads.rest(), options));
  },
};

function turnOf(message: Fields, channel: string): SlackTurn | undefined {
  const text = textOf(message['text']);
  const subtype = textOf(message['subtype']);
  if (text === undefined || !SPOKEN.has(subtype)) return undefined;
  const bot = textOf(message['bot_id']);
  return {
    user: idOf(message['user']) ?? bot ?? 'unknown',
    isBot: bot !== undefined || subtype === 'bot_message',
    text: plainText(text),
    at: momentOf(message['ts']),
    channel,
  };
}

/** `<@U1>`, `<#C1|general>`, `<https://…|text>`, `&lt;`: what Slack's own program shows for them. */
function plainText(text: string): string {
  return text
    .replace(/<@[A-Z0-9]{1,20}(?:\|([^<>|]{0,80}))?>/g, '<name>')
    .replace(/<[#!][^<>|]{1,80}\|([^<>|]{0,200})>/g, '$1')
    .replace(/<!([a-z]{1,20})>/g, '@$1')
    .replace(/<([^<>|\s]{1,2000})\|([^<>|]{0,2000})>/g, (_, address: string, label: string) =>
      label === '' ? address : label,
    )
    .replace(/<((?:https?|mailto|tel):[^<>|\s]{1,2000})>/g, (_, address: string) =>
      address.replace(/^(?:mailto|tel):/, ''),
    )
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

function* conversationsOf(threads: Iterable<Thread<SlackTurn>>, { agents }: FormatOptions): Generator<Item> {
  const isAgent = (turn: SlackTurn): boolean => agents.includes(turn.user);
  for (const { key, file, line, turns: unsorted } of threads) {
    const turns = unsorted.toSorted((a, b) => (a.at ?? '').localeCompare(b.at ?? '', 'en'));
    const customer = turns.find((turn) => !turn.isBot && !isAgent(turn))?.user;
    const conversation = finished({
      id: key,
      channel: 'slack',
      started_at: turns[0]?.at,
      customer: customer === undefined ? undefined : { id: `slack:${customer}` },
      turns: turns.map((turn) => ({
        role: turn.isBot ? 'bot' : turn.user === customer ? 'customer' : 'agent',
        text: turn.text,
        at: turn.at,
      })),
    });
    yield typeof conversation === 'string' ? { file, line, error: conversation } : { file, line, conversation };
  }
}
