import { hasKeys, type LogFormat } from '../format.js';
import { fieldsOf, finished, idOf, listOf, momentOf, readEach, textOf, type Fields } from './values.js';

/** Chatwoot's conversations with their messages, one a line, in a list, or in `payload`. Private notes are left out. */
export const chatwoot: LogFormat = {
  name: 'chatwoot',
  title: 'Chatwoot conversations',
  detect: (head) => hasKeys(head, 'messages', 'message_type'),
  read: (sources) =>
    readEach(sources, (value) => {
      const messages = listOf(value['messages']);
      const meta = fieldsOf(fieldsOf(value['meta'])['sender']);
      const first = messages.find((message) => roleOf(message) === 'customer');
      const contact = meta['id'] ?? first?.['sender_id'] ?? fieldsOf(first?.['sender'])['id'];
      const attributes = { ...fieldsOf(value['additional_attributes']), ...fieldsOf(value['custom_attributes']) };
      const turns = messages.flatMap(turnOf);
      const isHandedOver = turns.some(({ role }) => role === 'bot') && turns.some(({ role }) => role === 'agent');
      const channel = textOf(fieldsOf(value['meta'])['channel']) ?? textOf(value['channel']);
      return finished({
        id: value['id'],
        channel: channel?.replace(/^Channel::/, '').toLowerCase(),
        language: textOf(attributes['browser_language']) ?? textOf(attributes['conversation_language']),
        started_at: momentOf(value['created_at']) ?? turns[0]?.at,
        customer: { id: idOf(contact, 'chatwoot:'), segment: textOf(attributes['segment']) },
        turns,
        // The bot's phase is `pending`; a person who speaks after a bot is a hand-off.
        outcome: isHandedOver ? 'handed_off' : value['status'] === 'resolved' ? 'resolved' : undefined,
      });
    }),
};

function turnOf(message: Fields): { role: string; text: string; at: string | undefined }[] {
  const text = textOf(message['content']);
  if (text === undefined || message['private'] === true) return [];
  return [{ role: roleOf(message), text, at: momentOf(message['created_at']) }];
}

function roleOf(message: Fields): string {
  switch (message['message_type']) {
    case 0:
    case 'incoming':
      return 'customer';
    case 1:
    case 3:
    case 'outgoing':
    case 'template': {
      const sender = textOf(message['sender_type']) ?? textOf(fieldsOf(message['sender'])['type']) ?? '';
      return /bot/i.test(sender) || (sender === '' && message['message_type'] !== 1) ? 'bot' : 'agent';
    }
    default:
      return 'system';
  }
}
