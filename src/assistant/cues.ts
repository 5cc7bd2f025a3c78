import { isUnspaced, normalise, tokenise } from '../text/index.js';
import type { Cues } from './types.js';

/*
 * Signs in a customer's words that no intent carries: fixed lists, so that a reason can name them and nobody has to train
 * them. A list errs towards silence: what it misses, the intents `agent.request` and `complaint` of a workspace catch.
 */

const PERSON = String.raw`(?:(?:real|live|actual|human|customer service|customer support|support)\s+)*(?:human(?: being)?|person|people|agent|representative|rep|operator|advis[oe]r|supervisor|manager|someone|somebody)\b`;
const ASKS_FOR_PERSON: readonly RegExp[] = [
  new RegExp(String.raw`\b(?:speak|talk|chat)\s+(?:to|with)\s+(?:(?:a|an|the|some|your|one of your)\s+)?${PERSON}`),
  new RegExp(
    String.raw`\b(?:connect|transfer|pass|put)\s+me\s+(?:(?:through|over|on)\s+)?(?:to|with)\s+(?:(?:a|an|the|some|your)\s+)?${PERSON}`,
  ),
  new RegExp(
    String.raw`\b(?:want|need|get me|give me)\s+(?:(?:a|an)\s+)(?:(?:real|live|actual|human)\s+)*(?:human|person|agent|representative|operator)\b(?!\s+(?:to|who|for))`,
  ),
  /^(?:a\s+)?(?:human|agent|operator|representative|real person)(?:,?\s+please)?[.!\s]*$/,
  /(?:转|轉|找|接|换|換|联系|聯繫|要).{0,4}(?:人工|真人)|^(?:人工|真人)(?:客服|服务|服務)?[!！。.\s]*$/,
];
const NOT_WANTED =
  /\b(?:don't|do not|no need to|not)\s+(?:want to\s+|wish to\s+)?(?:speak|talk|chat|connect|transfer)|(?:不要|别|不用|不想)(?:转|找|接|要)/;

const ANGRY: readonly RegExp[] = [
  /\b(?:furious|livid|outrageous|disgusting|disgraceful|a disgrace|ridiculous|unacceptable|appalling|pathetic|fed up|sick of)\b/,
  /\b(?:i am|i'm|im|am)\s+(?:so|very|really|extremely|getting)?\s*angry\b/,
  /\bworst\s+(?:\w+\s+){0,2}(?:service|company|shop|store|experience|support)\b/,
  /\b(?:fuck\w*|bullshit|shitty|wtf|bastards?|idiots?)\b/,
  /\byou(?:'re| are)\s+(?:all\s+)?(?:a bunch of\s+)?(?:scammers|thieves|crooks|liars|useless)\b/,
  /气死|氣死|垃圾(?:公司|店|客服|服务|平台|商家)|骗子|騙子|太过分|太過分|忍无可忍|太离谱|什么破|他妈|妈的|坑人|黑店|再也不(?:买|来)|消协|12315/,
];
const ANNOYED =
  /\b(?:terrible|awful|horrible|useless|disappointed|annoyed|annoying|frustrat\w+|unbelievable|a joke)\b|太差|失望|生气|糟糕|差劲|无语/g;

export function readCues(text: string): Cues {
  const plain = normalise(text);
  const annoyances = plain.match(ANNOYED)?.length ?? 0;
  return {
    wantsPerson: ASKS_FOR_PERSON.some((pattern) => pattern.test(plain)) && !NOT_WANTED.test(plain),
    angry: ANGRY.some((pattern) => pattern.test(plain)) || annoyances > 1 || (annoyances > 0 && /!!|！！/.test(plain)),
  };
}

const LEADS_ON =
  /^(?:and|also|but|so|or|then|ok(?:ay)? (?:and|but|so)|what about|how about|what if)\b|^(?:那|还有|還有|另外|然后|所以|这个|那个|它)|呢[?？]?$/;
const REFERS_BACK = /\b(?:that|it|this|those|them|one)\b|它|这个|那个|這個|那個/;
const FEW_WORDS = 8;

/** Whether a message seems to go on from the one before: "and how long does that take?" */
export function isFollowUp(text: string): boolean {
  const plain = normalise(text).trim();
  if (LEADS_ON.test(plain)) return true;
  return REFERS_BACK.test(plain) && plain.split(/\s+/).length <= FEW_WORDS && Array.from(plain).length <= 60;
}

/** Words that ask, point or join, and name nothing: what a message says with these alone is about what was said before. */
const POINTING = new Set(
  (
    'and also but so or then ok okay well what which who when where why how long much many often soon far late about if is are was ' +
    'were be been am do does did done will would can could should shall may might must have has had get gets take takes took ' +
    'cost costs work works happen happens mean means go goes need needs apply applies include included i you we they he she it its ' +
    'me my your our us them their that this these those one ones there here the a an any some all to for of in on at with from by ' +
    "up not no yes too still now again same possible it's that's what's how's when's i'd i'll you'll don't doesn't isn't can't ?"
  ).split(' '),
);
const POINTING_UNSPACED =
  /还有|另外|然后|所以|那么?|这么?|个|它|要|需要|得|多久|多长|多少|时间|时候|几天|几点|几|天|钱|什么|怎么|样|为啥|为什么|哪里|哪|吗|呢|吧|啊|能|可以|会|是|的|了|还|也|都|我|你|您|们|就|到|才|有|没有|不/gu;

/** Whether a message names no topic of its own: "and how long does that take?" */
export function namesNothing(text: string): boolean {
  const tokens = tokenise(text);
  return (
    tokens.length > 0 &&
    tokens.every((token) => (isUnspaced(token) ? token.replace(POINTING_UNSPACED, '') === '' : POINTING.has(token)))
  );
}

const CORRECTS =
  /^(?:(?:no|nope|sorry|wait|hold on|oops|actually|forget (?:it|that|about it)|never ?mind|scratch that|(?:i )?changed my mind)\b[\s,.!;:-]*)+(?:(?:what )?i (?:mean|meant)(?: (?:is|was|to say))?\b[\s,:]*)?|^(?:what )?i (?:meant|mean)\b[\s,:]*|^(?:不是|不对|错了|錯了|算了|等等|等一下|哦不)[，,。！!\s]*(?:我是说|我的意思是|我想说的是)?|^(?:我是说|我的意思是)[，,\s]*/;

/** What is left of a message that takes back the one before: "forget it, I want my money back". */
export function correctionIn(text: string): string | undefined {
  const match = CORRECTS.exec(normalise(text));
  if (!match || match[0] === '') return undefined;
  return normalise(text).slice(match[0].length).trim();
}

const REFUSES =
  /^(?:no|nope|nah|wrong|neither|not that|none of (?:these|those|them)|(?:no,? )?that(?:'s| is|s) not (?:it|right|what i (?:asked|meant|want(?:ed)?|need)))[.!\s]*$|^(?:不是|不对|都不是|不是这个|不,?不是)[。！!\s]*$/;

/** A bare no: the service was wrong, and the customer does not say what is right. */
export function isRefusal(text: string): boolean {
  return REFUSES.test(normalise(text).trim());
}

const YES = /^(?:yes|yeah|yep|yup|sure|correct|right|i do|i have|是|是的|对|對|有|有的|嗯)\b|^(?:是|对|對|有|嗯)/;
const NO = /^(?:no|nope|nah|not yet|i don't|i haven't)\b|^(?:不|没|沒|否)/;

export function yesOrNo(text: string): boolean | undefined {
  const plain = normalise(text).trim();
  if (NO.test(plain)) return false;
  return YES.test(plain) ? true : undefined;
}

const ORDINALS: readonly RegExp[] = [
  /^(?:the )?(?:first|1st|former)\b|^(?:第一|前者|前一个|一$)/,
  /^(?:the )?(?:second|2nd|latter)\b|^(?:第二|后者|後者|二$)/,
];

/** The position, from 0, of the option that a message picks: "2", "the second one", "第二个". */
export function pickedOption(text: string, options: number): number | undefined {
  const plain = normalise(text).trim();
  const number = /^(?:option |number |no\.? |#|\()?\s*([1-9])\s*[).。!]?(?:\s*(?:please|thanks|thx|个|個|吧))*$/.exec(
    plain,
  )?.[1];
  const position = number === undefined ? ORDINALS.findIndex((pattern) => pattern.test(plain)) : Number(number) - 1;
  return position >= 0 && position < options ? position : undefined;
}
