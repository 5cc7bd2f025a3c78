import type { Article } from '../workspace/index.js';

/** An article as plain text, in the two forms in which customers get it. */
export interface Rendered {
  /** The first paragraph: for customers who know the service. */
  readonly short: string;
  /** The first paragraph and the details: for new customers, who are led through. */
  readonly guided: string;
}

export function renderArticle({ body }: Article): Rendered {
  const guided = plainText(body);
  const short = guided.split('\n\n')[0] ?? '';
  return { short, guided };
}

/** Markdown as people read it in a chat: links keep their words, emphasis and headings lose their signs. */
function plainText(markdown: string): string {
  return markdown
    .replace(/\r\n?/g, '\n')
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/!?\[([^\]\n]*)\]\([^)\n]*\)/g, '$1')
    .replace(/^#{1,6}\s+(.*)$/gm, '$1:')
    .replace(/(\*\*|__)(?=\S)([^\n]*?\S)\1/g, '$2')
    .replace(/`([^`\n]*)`/g, '$1')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/**
 * A text of at most `limit` characters (code points): cut after the last paragraph that fits, else after the last
 * sentence, else in the middle with `…`.
 */
export function fitText(text: string, limit: number | undefined): string {
  if (limit === undefined || text.length <= limit) return text;
  const characters = Array.from(text);
  if (characters.length <= limit) return text;
  const room = characters.slice(0, limit).join('');
  const paragraph = room.lastIndexOf('\n\n');
  // A heading alone promises what no longer follows.
  if (paragraph > 0) return room.slice(0, paragraph).replace(/\n\n[^\n]*:$/, '');
  const sentence = Math.max(...['. ', '! ', '? ', '。', '！', '？'].map((end) => room.lastIndexOf(end)));
  if (sentence > 0) return room.slice(0, sentence + 1);
  return `${characters.slice(0, Math.max(0, limit - 1)).join('')}…`;
}

/** The bot's own sentences. A language without its own gets English ones. */
export interface Phrases {
  /** Which of them is meant; of a single one, whether it is. */
  readonly choose: (options: readonly string[]) => string;
  readonly rephrase: string;
  readonly handOver: string;
  readonly stillWaiting: string;
  readonly assisted: string;
  readonly ask: (fact: string) => string;
  readonly otherLanguage: (language: string) => string;
}

const english: Phrases = {
  choose: (options) =>
    options.length === 1
      ? `Is it about this: ${options[0]}? Please answer yes or no.`
      : `Is it about ${options.map((option, index) => `(${index + 1}) ${option}`).join(' or ')}? Please answer with the number.`,
  rephrase: "Sorry, I didn't understand that. Could you say it in other words?",
  handOver: 'I am handing you over to a colleague, who sees everything that you have written here.',
  stillWaiting: 'A colleague has your conversation and sees this message too.',
  assisted: 'A colleague checks the answer before you get it.',
  ask: (fact) => `Could you tell me this, please: ${fact.replaceAll('_', ' ')}?`,
  otherLanguage: (language) => `(This is only available in another language: ${language}.)`,
};

const chinese: Phrases = {
  choose: (options) =>
    options.length === 1
      ? `请问您想问的是“${options[0]}”吗？请回复“是”或“不是”。`
      : `请问您想问的是${options.map((option, index) => `（${index + 1}）${option}`).join('，还是')}？请回复数字。`,
  rephrase: '抱歉，我没有听懂。您可以换个说法吗？',
  handOver: '正在为您转接客服人员，您在这里写的内容他们都能看到。',
  stillWaiting: '客服人员已经接手，也能看到您的这条消息。',
  assisted: '客服人员会先核对答案，再发给您。',
  ask: (fact) => `麻烦您提供一下：${fact.replaceAll('_', ' ')}。`,
  otherLanguage: (language) => `（以下内容只有其他语言版本：${language}。）`,
};

export function phrasesIn(language: string): Phrases {
  return /^zh\b/.test(language) ? chinese : english;
}
