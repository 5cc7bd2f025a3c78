import type { Item } from '../format.js';
import { Threads } from './threads.js';
import { finished, momentOf } from './values.js';

/** The canonical columns and the names by which other tools call them, compared without case, blanks and signs. */
const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  conversation_id: [
    'conversation',
    'ticketid',
    'threadid',
    'sessionid',
    'chatid',
    'dialogueid',
    'dialogid',
    'convid',
    'id',
    '会话id',
    '会话编号',
  ],
  text: ['message', 'body', 'content', 'utterance', 'messagetext', '内容', '消息', '消息内容'],
  role: [
    'sender',
    'author',
    'from',
    'speaker',
    'sendertype',
    'authortype',
    'senderrole',
    'direction',
    '角色',
    '发送者',
    '发送方',
  ],
  at: ['timestamp', 'createdat', 'time', 'date', 'datetime', 'sentat', '时间', '发送时间'],
  turn: ['turnid', 'turnindex', 'index'],
  intent: ['label', '意图'],
  confidence: [],
  action: [],
  channel: ['source', '渠道'],
  language: ['lang', 'locale', '语言'],
  customer_id: ['customer', 'userid', 'contactid', 'clientid', '客户id', '客户'],
  segment: ['customersegment', '客户类型'],
  started_at: ['startedat'],
  outcome: [],
  rating: ['score', 'csat', '评分'],
  comment: [],
};

const ROLES: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries({
    customer:
      'customer user client visitor contact incoming inbound enduser requester guest human lead usr 客户 用户 顾客 买家 访客',
    bot: 'bot assistant ai chatbot virtualagent robot 机器人 智能客服',
    agent:
      'agent admin operator support staff outgoing outbound rep representative advisor employee seller 客服 坐席 人工 人工客服 商家',
    system: 'system activity event note 系统',
  }).flatMap(([role, names]) => names.split(' ').map((name) => [name, role])),
);

const comparable = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/** Which column of a table holds what; or, as text, what is missing. */
export function findColumns(
  header: readonly string[],
  asked: Readonly<Record<string, string>>,
): ReadonlyMap<string, string> | string {
  const found = new Map<string, string>();
  for (const [name, others] of Object.entries(COLUMNS)) {
    const title = asked[name];
    const aliases = [comparable(name), ...others];
    const column =
      title === undefined
        ? aliases.map((alias) => header.find((other) => comparable(other) === alias)).find(Boolean)
        : header.find((other) => other.trim() === title);
    if (column !== undefined) found.set(name, column);
    else if (title !== undefined) return `no column "${title}" for ${name} among: ${header.join(', ')}`;
  }
  for (const name of ['conversation_id', 'text', 'role']) {
    if (!found.has(name)) return `no column for ${name} among: ${header.join(', ')}`;
  }
  return found;
}

export interface Row {
  readonly line: number;
  /** By the titles of the columns; nothing is an empty text. */
  readonly values: Readonly<Record<string, string>>;
}

interface RowTurn {
  readonly turn: Readonly<Record<string, unknown>>;
  readonly about: Readonly<Record<string, unknown>>;
}

/** Makes conversations of rows that hold one turn each; a conversation's rows need not stand together. */
export class RowThreads {
  readonly #threads = new Threads<RowTurn>();

  *add(file: string, rows: Iterable<Row>, columns: ReadonlyMap<string, string>): Generator<Item> {
    const get = (values: Row['values'], name: string): string | undefined => {
      const column = columns.get(name);
      const value = column === undefined ? undefined : values[column];
      return value === '' ? undefined : value;
    };
    for (const { line, values } of rows) {
      const place = { file, line };
      const id = get(values, 'conversation_id');
      if (id === undefined) {
        yield { ...place, error: 'no conversation_id' };
        continue;
      }
      const written = get(values, 'role');
      const role = ROLES[comparable(written ?? '')];
      const at = get(values, 'at');
      const moment = momentOf(at);
      const text = get(values, 'text');
      if (written === undefined && text === undefined && columns.get('turn') !== undefined) {
        // A conversation in which nobody spoke, as an export has it.
      } else if (role === undefined) {
        yield { ...place, error: `not a role: ${JSON.stringify(written ?? '').slice(0, 60)}` };
        continue;
      } else if ((text ?? '').includes('\ufffd')) {
        yield { ...place, error: 'not UTF-8 text (--encoding names another)' };
        continue;
      } else if (at !== undefined && moment === undefined) {
        yield { ...place, error: `not a date: ${JSON.stringify(at).slice(0, 60)}` };
        continue;
      }
      const number = (name: string): number | undefined => {
        const value = get(values, name);
        return value === undefined || !Number.isFinite(Number(value)) ? undefined : Number(value);
      };
      const turn =
        role === undefined
          ? {}
          : {
              role,
              text: text ?? '',
              at: moment,
              intent: get(values, 'intent'),
              confidence: number('confidence'),
              action: get(values, 'action'),
            };
      const about = {
        channel: get(values, 'channel'),
        language: get(values, 'language'),
        customer: get(values, 'customer_id'),
        segment: get(values, 'segment'),
        started_at: momentOf(get(values, 'started_at')),
        outcome: get(values, 'outcome'),
        rating: number('rating'),
        comment: get(values, 'comment'),
      };
      if (!this.#threads.add(id, place, { turn, about })) {
        yield {
          ...place,
          error: `a row of conversation ${id.slice(0, 60)} too far from its others: sort the file by it`,
        };
      }
    }
    for (const thread of this.#threads.overflow()) yield conversationOf(thread);
  }

  *rest(): Generator<Item> {
    for (const thread of this.#threads.rest()) yield conversationOf(thread);
  }
}

function conversationOf(thread: { key: string; file: string; line: number; turns: readonly RowTurn[] }): Item {
  const about: Record<string, unknown> = {};
  for (const row of thread.turns) {
    for (const [name, value] of Object.entries(row.about)) if (value !== undefined) about[name] ??= value;
  }
  const { customer, segment, rating, comment, ...rest } = about;
  const turns = thread.turns.map(({ turn }) => turn).filter((turn) => 'role' in turn);
  const conversation = finished({
    id: thread.key,
    ...rest,
    started_at: rest['started_at'] ?? turns[0]?.['at'],
    customer: customer === undefined && segment === undefined ? undefined : { id: customer, segment },
    turns,
    feedback: rating === undefined && comment === undefined ? undefined : { rating, comment },
  });
  const place = { file: thread.file, line: thread.line };
  return typeof conversation === 'string' ? { ...place, error: conversation } : { ...place, conversation };
}
