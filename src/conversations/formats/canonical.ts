import { parseConversation } from '../conversation.js';
import { hasKeys, type LogFormat } from '../format.js';
import { readEach } from './values.js';

/** The shape of docs/logs.md, one conversation a line, or in a JSON list. */
export const canonical: LogFormat = {
  name: 'canonical',
  title: 'canonical JSON Lines, {"id", "turns": [{"role", "text"}]}',
  detect: (head) => hasKeys(head, 'turns'),
  read: (sources) => readEach(sources, parseConversation),
};
