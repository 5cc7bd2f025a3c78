/*
 * Messages that ask nothing: they greet, thank, acknowledge or take leave. A conversation that ends with one was not left
 * without an answer, and one is no question. Written for SQL (RE2), as millions of texts are looked at; lists err towards
 * silence. Words of a list stand with `|` between them.
 */

/** What makes a message one. */
const COURTESIES = [
  'h+i+|h+e+y+|hello|hiya|good (?:morning|afternoon|evening|day)|dear',
  'thanks?|thank ?(?:you|u)|thx|tks|ty|ta|cheers|appreciated?|appreciate it|no (?:thanks|thank you)|no worries',
  'ok(?:ay)?|k|alright|all right|right|great|perfect|brilliant|super|lovely|excellent|awesome|cool|nice|fine|wonderful',
  'understood|noted|got it|i see|good to know|will do|sorted',
  "(?:that|this|it) (?:helps|helped|works|worked|solved it|did it)|that(?:'s|s| is) (?:all|it|great|fine)",
  "that(?:'s|s| is) (?:what|all) i (?:needed|wanted)",
  'bye(?:[- ]bye)?|good ?bye|see you|take care|have a (?:nice|good|great|lovely) (?:day|one|evening|weekend)',
].join('|');
const CHINESE_COURTESIES = [
  '你好|您好|嗨|哈喽|早上好|上午好|下午好|晚上好|在吗|在么|多谢|谢谢|謝謝|谢了|感谢|辛苦了?',
  '好的|好嘞|好吧|好|行吧|行|嗯+|知道了|明白了?|收到|了解了?|没事了?|没有了|再见|拜拜|👌|👍|🙏',
].join('|');
/** What may stand beside it. */
const TRIMMINGS = [
  'ah|oh|um|so|very|much|a|lot|bunch|million|again|there|all|everyone|team|sir|madam|mate|for|your|the|that|this|you|to',
  'help|helping|time|assistance|support|quick|fast|reply|response|answer|info|information|in|and|now|then|too|is|it',
  'helpful|finally|good|no|yes|please|many|really|kindly|same|well|<name>',
].join('|');
const CHINESE_TRIMMINGS = '非常|您的?|你的?|你们|们|啊|呀|了|哈|啦|的|亲|客服|帮助|帮忙|大家';

/** Longer messages are not looked at. */
export const COURTESY_LENGTH = 60;

const GAP = String.raw`[\s\pP\pS]`;
/** Latin words end where no letter follows; Chinese ones need no gap between them. */
const word = (latin: string, chinese: string): string => `(?:(?:${latin})(?:${GAP}+|$)|(?:${chinese})${GAP}*)`;

/** The whole message. */
export const COURTESY_TEXT = [
  '(?i)',
  `${GAP}*`,
  `${word(TRIMMINGS, CHINESE_TRIMMINGS)}*`,
  word(COURTESIES, CHINESE_COURTESIES),
  `${word(`${COURTESIES}|${TRIMMINGS}`, `${CHINESE_COURTESIES}|${CHINESE_TRIMMINGS}`)}*`,
].join('');

/** Intents that ask for a person: after another question, that one was not helped, and no new one is asked. */
export const PERSON_INTENT =
  /(?:^|[._\-\s])(?:agent|human|person|people|operator|representative|hand_?off|hand_?over|escalate|escalation)(?:$|[._\-\s])/i;

/** Intents that greet, thank or take leave, by the names that people give them. */
export const COURTESY_INTENT =
  /(?:^|[._\-\s])(?:greet|greetings?|opening_?greeting|closing_?greeting|hello|good_?bye|bye|thanks?|thank_?you)(?:$|[._\-\s])/i;
