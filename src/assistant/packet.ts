import { printable } from '../text/index.js';
import type { Conversation, Decision, Facts, Packet, Turn } from './types.js';

/**
 * The hand-off packet of a decision.
 *
 * @param text - the customer's turn that was decided on; the transcript ends with it.
 * @param facts - all that is known, what the turn told included.
 */
export function makePacket(
  decision: Omit<Decision, 'packet'>,
  text: string,
  facts: Facts,
  { policy, customer, channel, turns }: Conversation,
): Packet {
  const { action, intent, confidence, reasons, priority, language, article, task } = decision;
  const titleOf = (name: string): string | undefined => policy.intents.get(name)?.title;
  const said: Turn = { role: 'customer', text, intent, confidence };
  const recognised = new Map<string, number>();
  for (const turn of [...turns, said]) {
    if (turn.role === 'customer' && typeof turn.intent === 'string') {
      recognised.set(turn.intent, Math.max(turn.confidence ?? 0, recognised.get(turn.intent) ?? 0));
    }
  }
  const prepared =
    article === undefined ? undefined : policy.articles.get(article)?.get(decision.articleLanguage ?? '');
  const reason = reasons.at(-1) ?? '';
  const wish = intent === null ? `unclear: "${shorten(text)}"` : (titleOf(intent) ?? intent);
  const who = [customer.segment, 'customer', channel && `by ${channel}`].filter((part) => part !== undefined).join(' ');
  return {
    schema: 'kb.packet/1',
    summary: [
      `${who} in ${language}: ${wish}${recognised.size > 1 ? ` (and ${recognised.size - 1} more before)` : ''}`,
      `${action === 'assist' ? 'To check' : 'To take over'}${priority === 'high' ? ', high priority' : ''}: ${reason}`,
    ],
    reason,
    priority,
    customer,
    ...(channel !== undefined && { channel }),
    language,
    intents: [...recognised].map(([name, most]) => {
      const title = titleOf(name);
      return { intent: name, ...(title !== undefined && { title }), confidence: most };
    }),
    facts: { known: facts, missing: (prepared?.article.requires ?? []).filter((fact) => !Object.hasOwn(facts, fact)) },
    tried: turns.flatMap(({ role, action: done, text: words }) =>
      role === 'bot' && done !== undefined ? [`${done}: ${shorten(words)}`] : [],
    ),
    ...(prepared && { draft: prepared.rendered.short }),
    ...(article !== undefined && { article }),
    ...(task && { task: task.do }),
    transcript: [...turns, said],
  };
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  const characters = Array.from(line);
  return characters.length > 80 ? `${characters.slice(0, 79).join('')}…` : line;
}

/** The packet as a person reads it, in a ticket or an e-mail. Customers' words stand in code spans and cannot format. */
export function packetMarkdown(packet: Packet): string {
  const { summary, reason, priority, customer, channel, intents, facts, tried, transcript, draft, article, task } =
    packet;
  const known = Object.entries(facts.known).map(([name, value]) => `- ${name}: ${code(String(value))}`);
  return [
    `# ${summary[0].replace(/\s+/g, ' ').replace(/[`*_<>[\]]/g, '\\$&')}`,
    '',
    summary[1].replace(/[`*_<>[\]]/g, '\\$&'),
    '',
    `- priority: ${priority}`,
    `- segment: ${customer.segment ?? 'unknown'}`,
    `- channel: ${channel ?? 'unknown'}`,
    `- reason: ${code(reason)}`,
    '',
    ...section(
      'Recognised',
      intents.map(
        ({ intent, title, confidence }) =>
          `- ${code(intent)}${title === undefined ? '' : ` ${code(title)}`}, confidence ${confidence.toFixed(2)}`,
      ),
    ),
    ...section('Known', known),
    ...section(
      'Missing',
      facts.missing.map((fact) => `- ${fact}`),
    ),
    ...section(
      'Tried',
      tried.map((line) => `- ${code(line)}`),
    ),
    ...section('Draft', [
      ...(article === undefined ? [] : [`- article: ${code(article)}`]),
      ...(task === undefined ? [] : [`- task: ${code(task)}`]),
      ...(draft === undefined ? [] : [`- ${code(draft)}`]),
    ]),
    ...section(
      'Transcript',
      transcript.map(({ role, text }) => `- **${role}**: ${code(text)}`),
    ),
  ]
    .map(printable)
    .join('\n');
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`## ${title}`, '', ...lines, ''];
}

/** A code span that its own text cannot end, on one line. */
function code(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  const longest = Math.max(0, ...(line.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return longest === 0 ? `${fence}${line}${fence}` : `${fence} ${line} ${fence}`;
}
