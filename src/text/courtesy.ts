import { simplify } from './simplified.js';

/*
 * What people put around a request and what says nothing of it: greetings, thanks, filler. Each pattern takes one piece off
 * an end; those that also begin a request ("right size?", "well done") count only before a comma.
 */
const END = String.raw`(?:[\s,.!:;~–—-]+|$)`;
const PAUSE = String.raw`\s*(?:[,.!:;~–—-]+\s*|$)`;
const OPENINGS: readonly RegExp[] = [
  new RegExp(
    String.raw`^(?:hello|hi|hey|hiya|howdy|greetings|good (?:morning|afternoon|evening|day)|dear (?:sirs?|madam|team|support|all|customer (?:service|support))(?: or madam)?)(?: (?:there|all|team|everyone|everybody|guys|folks|again))?${END}`,
    'iu',
  ),
  new RegExp(
    String.raw`^(?:excuse me|pardon me|(?:i'm |i am )?sorry (?:to (?:bother|trouble|disturb|interrupt) you|for (?:bothering|troubling|disturbing) you)(?: (?:again|but))?|u+m+|u+h+|e+r+m*|h+m+)${END}`,
    'iu',
  ),
  new RegExp(
    String.raw`^(?:well|right|now|look|listen|so|ok(?:ay)?|alright|anyway|basically|just wondering|(?:i have |i've got )?(?:just )?(?:a |one )?(?:quick |short )?question)${PAUSE}`,
    'iu',
  ),
  /^(?:(?:ok(?:ay)?|alright|well)[\s,]+)?so\s+/iu,
  /^(?:[您你]好[啊呀吗]?|哈[喽罗]|嗨|喂|早上好|上午好|下午好|晚上好|亲爱?的?|客服|在吗|请问(?:一下)?|(?:我)?(?:想|麻烦)(?:请?问|请教)(?:一?下)?|请教(?:一?下)?|打扰(?:一下|您?了)?|不好意思|劳驾|嗯+|呃+|就是说|话说)[\s,，.。!！:：、~～]*/u,
  /^(?:那个|额|就是|然后|其实)[\s]*[,，、]\s*/u,
];
const BEFORE = String.raw`(?:^|[\s,.!;:~–—-]+)`;
const CLOSINGS: readonly RegExp[] = [
  new RegExp(
    String.raw`${BEFORE}(?:please|pls|plz|(?:many |lots of |and )?(?:thanks|thank you|thank u|thx|ty|cheers)(?: (?:a lot|a million|a bunch|so much|very much|in advance|again|for (?:your|the|any) (?:help|time|assistance|support)))*|much appreciated|(?:with )?(?:(?:kind|best|warm)(?:est)? )?(?:regards|wishes)|(?:yours )?(?:sincerely|faithfully|truly)|have a (?:nice|good|great|lovely) (?:day|evening|night|weekend|one))[\s.!]*$`,
    'iu',
  ),
  new RegExp(
    String.raw`${BEFORE}(?:lo+l|(?:ha){2,}h?|you know|i guess|or something|or so|or whatever|if (?:that|this|it) makes sense|basically|anyway|tbh|btw)[\s.!]*$`,
    'iu',
  ),
  /[\s,，.。!！、]*(?:(?:非常|十分|万分)?(?:谢谢|多谢|感谢)(?:您|你|啦|了|哦|哈)*|麻烦(?:您|你)?(?:了|啦)|辛苦(?:您|你)?(?:了|啦)|拜托(?:您|你)?(?:了|啦)?)[\s.。!！~～]*$/u,
  /(?:来着|这样子|[啊呀哈哦噢哟嘛])[\s.。!！~～]*$/u,
];
/** More pieces than these nobody says; the work stays bounded. */
const MOST_PIECES = 6;

/**
 * A message without the greetings, thanks and filler around it, in English and Chinese: what is left is what it asks for.
 *
 * @returns the text itself where nothing stands around it, or nothing else is in it ("Hello!").
 */
export function withoutCourtesy(text: string): string {
  let rest = text.trim();
  // Either script is looked for in one: `simplify` keeps every character in its place.
  let plain = simplify(rest).replaceAll('’', "'");
  const length = plain.length;
  for (let piece = 0; piece < MOST_PIECES; piece += 1) {
    const opening = OPENINGS.map((pattern) => pattern.exec(plain)?.[0].length ?? 0).find((taken) => taken > 0) ?? 0;
    const end = CLOSINGS.map((pattern) => closingAt(plain, pattern)).find((place) => place !== undefined);
    if (opening === 0 && end === undefined) break;
    if (opening > 0) {
      rest = rest.slice(opening);
      plain = plain.slice(opening);
    } else {
      rest = rest.slice(0, end);
      plain = plain.slice(0, end);
    }
  }
  return plain.length === length || !/[\p{L}\p{N}]/u.test(plain) ? text : rest;
}

/** Nobody takes leave in more characters; a pattern that looks for its beginning everywhere gets no longer text. */
const LONGEST_CLOSING = 80;

function closingAt(text: string, pattern: RegExp): number | undefined {
  const before = Math.max(0, text.length - LONGEST_CLOSING);
  const place = pattern.exec(text.slice(before))?.index;
  // Where the piece begins, a word may have been cut.
  return place === undefined || (place === 0 && before > 0) ? undefined : before + place;
}
