import { fitText, phrasesIn } from './reply.js';
import type { Situation, Verdict } from './situation.js';
import type { Policy } from './types.js';

/** The segment that is led through. */
const NEW = 'new';
/** What the customer reads: the question or the answer, in the form for the segment, within the channel's length. */
export function wordReply({ recognition, conversation, policy }: Situation, verdict: Verdict): string {
  const phrases = phrasesIn(recognition.language);
  const { action, found, asks } = verdict;
  if (action === 'handoff') return verdict.waiting ? phrases.stillWaiting : phrases.handOver;
  if (action === 'clarify') {
    return asks?.kind === 'choice'
      ? phrases.choose(asks.intents.map((intent) => titleOf(intent, policy, recognition.language)))
      : phrases.rephrase;
  }
  if (!found) return phrases.assisted;
  const { rendered, article } = found.prepared;
  const limit =
    conversation.channel === undefined ? undefined : policy.settings.channels[conversation.channel]?.max_answer;
  const before = article.language === recognition.language ? '' : `${phrases.otherLanguage(article.language)} `;
  const after = asks?.kind === 'fact' ? `\n\n${phrases.ask(asks.fact)}` : '';
  const form = conversation.customer.segment === NEW ? rendered.guided : rendered.short;
  const room = limit === undefined ? undefined : Math.max(0, limit - Array.from(before + after).length);
  return `${before}${fitText(form, room)}${after}`;
}

/** How a customer would recognise an intent: its article's title in the language, its own title, its name. */
function titleOf(intent: string, policy: Policy, language: string): string {
  const [id] = policy.articlesOf.get(intent) ?? [];
  const translated = id === undefined ? undefined : policy.articles.get(id)?.get(language)?.article.title;
  return translated ?? policy.intents.get(intent)?.title ?? intent;
}
