import { hasKeys, type LogFormat } from '../format.js';
import { fieldsOf, finished, htmlText, idOf, listOf, momentOf, readEach, textOf, type Fields } from './values.js';

const ROLES: Readonly<Record<string, string>> = {
  user: 'customer',
  lead: 'customer',
  contact: 'customer',
  admin: 'agent',
  team: 'agent',
  bot: 'bot',
};
const OUTCOMES: Readonly<Record<string, string>> = {
  confirmed_resolution: 'resolved',
  assumed_resolution: 'resolved',
  routed_to_team: 'handed_off',
  abandoned: 'abandoned',
};

/** Intercom's conversation objects (API 2.11), one a line or in a list; notes between colleagues are left out. */
export const intercom: LogFormat = {
  name: 'intercom',
  title: 'Intercom conversations',
  detect: (head) =>
    hasKeys(head, 'conversation_parts') || (hasKeys(head, 'source', 'author', 'contacts') && !hasKeys(head, 'turns')),
  read: (sources) =>
    readEach(sources, (value) => {
      const source = fieldsOf(value['source']);
      const author = fieldsOf(source['author']);
      const parts = listOf(fieldsOf(value['conversation_parts'])['conversation_parts']);
      const contact = listOf(fieldsOf(value['contacts'])['contacts'])[0] ?? (isCustomer(author) ? author : {});
      const rating = fieldsOf(value['conversation_rating']);
      const agent = fieldsOf(value['ai_agent']);
      const state = value['state'] === 'closed' ? 'resolved' : undefined;
      return finished({
        id: value['id'],
        channel: source['type'] === 'conversation' ? 'chat' : source['type'],
        started_at: momentOf(value['created_at']),
        customer: { id: idOf(contact['id'], 'intercom:'), segment: segmentOf(value) },
        turns: [{ ...source, created_at: value['created_at'], part_type: 'comment' }, ...parts].flatMap(turnOf),
        outcome: OUTCOMES[String(agent['resolution_state'])] ?? state,
        feedback:
          typeof rating['rating'] === 'number'
            ? { rating: rating['rating'], comment: textOf(rating['remark']) }
            : undefined,
      });
    }),
};

function isCustomer(author: Fields): boolean {
  return ROLES[String(author['type'])] === 'customer';
}

function turnOf(part: Fields): unknown[] {
  const text = textOf(part['body']);
  if (text === undefined || part['redacted'] === true || part['part_type'] === 'note') return [];
  const role = ROLES[String(fieldsOf(part['author'])['type'])] ?? 'system';
  return [{ role, text: htmlText(text), at: momentOf(part['created_at']) }];
}

/** The first tag, if any: Intercom has no segments on conversations. */
function segmentOf(value: Fields): string | undefined {
  return listOf(fieldsOf(value['tags'])['tags'])
    .map((tag) => textOf(tag['name']))
    .find((name) => name !== undefined && /^(?:new|returning|vip)$/i.test(name))
    ?.toLowerCase();
}
