import { hasKeys, type LogFormat } from '../format.js';
import { fieldsOf, finished, htmlText, idOf, listOf, momentOf, readEach, textOf, type Fields } from './values.js';

const RATINGS: Readonly<Record<string, number>> = { good: 5, bad: 1 };

/** Zendesk's full JSON export, a ticket with its comments a line; or a list of tickets. Internal notes are left out. */
export const zendesk: LogFormat = {
  name: 'zendesk',
  title: 'Zendesk ticket export',
  detect: (head) => hasKeys(head, 'requester_id') || hasKeys(head, 'via', 'comments'),
  read: (sources) =>
    readEach(sources, (value) => {
      const requester = value['requester_id'] ?? fieldsOf(value['requester'])['id'];
      const score = fieldsOf(value['satisfaction_rating']);
      const status = String(value['status']);
      const comments = listOf(value['comments']);
      const opening = textOf(value['description']) ?? textOf(value['subject']);
      const first: readonly Fields[] =
        comments.length === 0 && opening !== undefined
          ? [{ author_id: requester, plain_body: opening, created_at: value['created_at'] }]
          : comments;
      return finished({
        id: value['id'],
        channel: textOf(fieldsOf(value['via'])['channel']),
        language: textOf(value['locale']),
        started_at: momentOf(value['created_at']),
        customer: { id: idOf(requester, 'zendesk:'), segment: segmentOf(value['tags']) },
        turns: first.flatMap((comment) => turnOf(comment, requester)),
        outcome: status === 'solved' || status === 'closed' ? 'resolved' : undefined,
        feedback:
          RATINGS[String(score['score'])] === undefined
            ? undefined
            : { rating: RATINGS[String(score['score'])], comment: textOf(score['comment']) },
      });
    }),
};

function turnOf(comment: Fields, requester: unknown): unknown[] {
  const text = textOf(comment['plain_body']) ?? textOf(comment['body']) ?? textOf(comment['html_body']);
  if (text === undefined || comment['public'] === false) return [];
  const author = comment['author_id'] ?? fieldsOf(comment['author'])['id'];
  // The answer bot writes as user -1.
  const role = String(author) === String(requester) ? 'customer' : String(author) === '-1' ? 'bot' : 'agent';
  const isHtml = comment['plain_body'] === undefined && /<[a-z/]/i.test(text);
  return [
    { role, text: isHtml ? htmlText(text) : text.replaceAll('&nbsp;', ' '), at: momentOf(comment['created_at']) },
  ];
}

function segmentOf(tags: unknown): string | undefined {
  const names = Array.isArray(tags) ? tags.map((tag) => String(tag).toLowerCase()) : [];
  return names.find((name) => /^(?:new|returning|vip)$/.test(name));
}
