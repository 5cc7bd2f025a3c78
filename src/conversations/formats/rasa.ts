import { hasKeys, type LogFormat } from '../format.js';
import { fieldsOf, finished, listOf, momentOf, readEach, textOf, type Fields } from './values.js';

const FALLBACKS = /fallback|default_fallback|out_of_scope/;
const HANDOFFS = /handoff|hand_off|handover|human/;

/** Rasa's tracker dumps: the events of a sender, one tracker a line or in a list. */
export const rasa: LogFormat = {
  name: 'rasa',
  title: 'Rasa tracker dump',
  detect: (head) => hasKeys(head, 'events', 'event'),
  read: (sources) =>
    readEach(sources, (value) => {
      const sender = value['sender_id'] ?? value['conversation_id'];
      const turns: {
        role: string;
        text: string;
        at?: string | undefined;
        intent?: string;
        confidence?: unknown;
        action?: string;
      }[] = [];
      let isHandedOver = false;
      let isRestarted = false;
      for (const event of listOf(value['events'])) {
        const at = momentOf(event['timestamp']);
        const text = textOf(event['text']);
        if (event['event'] === 'action') {
          const name = textOf(event['name']) ?? '';
          isHandedOver ||= HANDOFFS.test(name);
          const last = turns.at(-1);
          if (last?.role === 'customer' && FALLBACKS.test(name)) last.action = 'fallback';
          else if (last?.role === 'customer' && HANDOFFS.test(name)) last.action = 'handoff';
        } else if (event['event'] === 'user' && text !== undefined) {
          turns.push({ role: 'customer', text, at, ...guessOf(event) });
        } else if ((event['event'] === 'bot' || event['event'] === 'agent') && text !== undefined) {
          turns.push({ role: event['event'], text, at });
        } else if (event['event'] === 'restart') isRestarted = true;
      }
      const channel = textOf(listOf(value['events']).find((event) => event['event'] === 'user')?.['input_channel']);
      return finished({
        id: sender,
        channel: channel ?? textOf(value['latest_input_channel']),
        started_at: turns[0]?.at,
        // A sender is a customer, or only a browser's session: the same id either way.
        customer: typeof sender === 'string' ? { id: `rasa:${sender}` } : undefined,
        turns,
        outcome: isHandedOver ? 'handed_off' : isRestarted ? 'abandoned' : undefined,
      });
    }),
};

function guessOf(event: Fields): { intent?: string; confidence?: number } {
  const intent = fieldsOf(fieldsOf(event['parse_data'])['intent']);
  const name = textOf(intent['name']);
  if (name === undefined) return {};
  const confidence = intent['confidence'];
  const isShare = typeof confidence === 'number' && confidence >= 0 && confidence <= 1.000001;
  return { intent: name, ...(isShare && { confidence: Math.min(1, confidence) }) };
}
