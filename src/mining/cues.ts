import { normalise } from '../text/index.js';

/*
 * What is said in every service, whatever it is about: fixed lists in English and Chinese. A list errs towards silence:
 * a greeting that it misses becomes a small cluster, which `ignored.md` ends.
 */

const PLEASANTRIES =
  /\b(?:h+i+|hey+|hello+|hiya|howdy|greetings|good (?:morning|afternoon|evening|day|night)|how are you(?: doing)?(?: today)?|nice to meet you|thanks?|thank ?(?:you|u)|thx|ty|tysm|cheers|much appreciated|(?:i )?appreciate (?:it|that|your help)|bye+|good ?bye|see (?:you|ya)|take care|have a (?:nice|good|great|lovely|wonderful) (?:day|one|evening|weekend|night|time)|you too|same to you|you(?:'re| are) welcome|my pleasure)(?![\p{L}\p{N}'])/gu;
const TRIMMINGS = new Set(
  "so very much a lot bunch million again there all everyone team sir madam ma'am mate dear guy guys folks for your the that this you to help helping time assistance support quick reply response information info in advance then now and ok okay great perfect awesome cool fine good nice lovely well yes no please really kindly many that's is it will be that'll morning evening welcome i know helps ah oh right finally got alright sure quickly".split(
    ' ',
  ),
);
const CHINESE_PLEASANTRIES =
  /你好|您好|嗨|哈喽|哈啰|早上好|上午好|中午好|下午好|晚上好|早安|晚安|在吗|在么|有人吗|多谢|谢谢|謝謝|感谢|感謝|辛苦了?|再见|再見|拜拜|不客气|收到|明白|知道了/g;
const CHINESE_TRIMMINGS =
  /非常|好的|好嘞|好|行吧|嗯|哦|您的|你的|您|你|们|啊|呀|了|哈|啦|的|亲|客服|大家|帮助|帮忙|麻烦/g;

const CLOSING =
  /\b(?:(?:no,? )?(?:nothing|no more|not?) ?(?:else|more|further)|(?:no,? )?that'?(?:s| is| will be|ll be|ll do) ?(?:all|it|for now)?|all (?:good|set|done))\b/g;
const ASSENTS = new Set(
  'ok okay okey okie k kk yes yeah yea yep yup ya no nope nah sure fine h hm mm uh um oh ah alright right great perfect cool nice good well done correct exactly absolutely definitely certainly understood noted got it and please for now thats'.split(
    ' ',
  ),
);
/** No two of its words begin alike and go on apart, so that no text can be taken apart in many ways. */
const CHINESE_ASSENT =
  /^(?:好的|好|嗯|是的|是|对的|对|行|哦|噢|可以|没了|没有|不用|不需要|不了|知道了|明白|了解|就这样|了|吧|啊|呀|[,，.。!！~、 ])+$/;

/** Whether a message says no more than yes, no, or that this is all. */
function isAssent(words: string): boolean {
  if (HAN.test(words)) return CHINESE_ASSENT.test(words);
  const rest = words
    .replace(CLOSING, ' ')
    .replace(/([hm])\1+/g, '$1')
    .trim();
  return rest.split(/ +/).every((word) => word === '' || ASSENTS.has(word));
}

/** Whether a message is nothing but a greeting, thanks, a farewell, or a bare yes or no. */
export function isPleasantry(text: string): boolean {
  if (text.length > 120) return false;
  const words = normalise(text)
    .replaceAll('<name>', ' ')
    .replace(/[^\p{L}\p{M}\p{N}']+/gu, ' ')
    .trim();
  if (words !== '' && isAssent(words)) return true;
  if (HAN.test(words)) {
    const rest = words.replace(CHINESE_PLEASANTRIES, '');
    return rest !== words && rest.replace(CHINESE_TRIMMINGS, '').trim() === '';
  }
  const rest = words.replace(PLEASANTRIES, '');
  return rest !== words && rest.split(' ').every((word) => word === '' || TRIMMINGS.has(word));
}

const HAN = /\p{Script=Han}/u;

/** Whether there is nothing to recognise in a message: no letter or digit outside of placeholders. */
export function isEmpty(text: string): boolean {
  if (/^[^<]*[a-z]/i.test(text)) return false;
  return !/[\p{L}\p{N}]/u.test(text.replace(/<[a-z-]{1,32}>/g, ' '));
}

const OPEN_QUESTION =
  /\b(?:(?:how|what|anything|something|is there anything)\b[^?.!]{0,40}\b(?:help|assist|do for you|else|support)|what (?:is|are|'s)? ?(?:it|this|your (?:question|request|issue|problem|concern|query|enquiry|inquiry)|the (?:issue|problem|matter))|what(?:'s| is)? (?:wrong|happening|happened|going on|the matter)|what would you like(?: to (?:do|know|ask))?\s*[?.!]|how are you|tell me (?:more|about|what)|rephras|differently|other words|say that again|say it again|repeat (?:that|your)|please (?:explain|describe)|did (?:that|this|i) (?:help|answer|solve)|was (?:that|this) (?:helpful|useful)|more details?|elaborate)|(?:什么|啥|怎么|哪里).{0,6}(?:帮|效劳|为您|为你|服务|问题|咨询)|(?:帮|为)(?:您|你|到您|到你).{0,8}(?:吗|什么|呢)|还有(?:什么|其他|别的)|换(?:个|种|一种|一个)?(?:说法|方式)|再说一[遍次]|详细(?:说|描述)|请问(?:您|你)?(?:有什么|要咨询|需要什么)/;
const ASKS =
  /[?？]\s*(?:["')\]]|\p{Extended_Pictographic}|\s)*$|\b(?:please|kindly|could you|can you|would you|may i) (?:\w+ ){0,3}(?:provide|enter|type|give|share|send|confirm|tell|select|choose|specify|state|verify|have|know|get)\b|(?:请|麻烦)(?:您|你)?(?:提供|输入|告诉|告知|选择|确认|发一下|填写|回复|说一下|补充)|(?:吗|呢|多少|哪[个一些种里]|什么|几号)[?？。.!！\s]*$/u;

/** Whether the service asks for something that the customer is then expected to give: a number, a choice, yes or no. */
export function asksForAnswer(text: string): boolean {
  const plain = normalise(text.slice(-400)).trim();
  return ASKS.test(plain) && !OPEN_QUESTION.test(plain);
}

const REQUESTS =
  /[?？]|^(?:(?:and|but|so|also|ok|okay|no|yes|well|actually|sorry|wait|hi|hello|hey|please)[,.!]? ){0,3}(?:how|what|when|where|why|who|which|can i|could i|may i|can you|could you|will you|would you|do you|does|is there|are there|is it|are you|i want|i need|i'd like|i would like|i am trying|i'm trying|i can't|i cannot|tell me|help|cancel|change|show me|give me|speak|talk|let me)\b|怎么|如何|什么|为什么|为啥|哪里|哪儿|哪个|多少|几天|吗|呢|能不能|可不可以|可以.{0,8}吗|我想|我要|帮我|想问|请问|取消|退款|退货|投诉/;
const LONG_REQUEST = 6;
const LONG_ANSWER = 24;

/** Whether a message asks for something itself, and is more than an answer to what was asked before. */
export function isRequest(text: string): boolean {
  const plain = normalise(text).trim();
  if (/[?？]/.test(plain)) return true;
  const words = plain.split(/\s+/).length;
  if (words >= LONG_ANSWER) return true;
  const unspaced = /[\u3040-\u30ff\u3400-\u9fff]/.test(plain);
  return REQUESTS.test(plain) && (unspaced ? plain.length >= LONG_REQUEST : words >= LONG_REQUEST);
}

const FALLBACK =
  /\b(?:(?:did(?:n't| not)|do(?:n't| not)|could(?:n't| not)|can(?:'t|not)|not sure i|unable to) (?:quite )?(?:understand|understood|get that|catch that|follow|recogni[sz]e|make sense)|didn't get (?:that|it|you)|not sure (?:what|how|i)|i(?:'m| am) (?:afraid|sorry)[^.?!]{0,20}(?:understand|help (?:you )?with (?:that|this))|rephras\w*|(?:say|put|ask) (?:it|that|this) (?:differently|in (?:other|different) words|another way)|in other words\?|can(?:'t|not) help (?:you )?with (?:that|this)|don't have (?:an answer|information|that information)|don't know (?:the answer|how to help)|still learning)|(?:没|沒|不)(?:太|能|有|听|看|是很)?(?:明白|理解|听懂|看懂|懂)|无法(?:理解|回答|识别)|换(?:个|种|一种|一个)?(?:说法|方式|问法)|抱歉.{0,12}(?:没|不|无法)|(?:暂时|目前)?(?:不能|无法)(?:帮|处理|回答|解答)/;

/** Whether the service says that it did not understand. */
export function isFallback(text: string): boolean {
  return FALLBACK.test(normalise(text.slice(0, 400)));
}

const REFUSAL =
  /\b(?:(?:can(?:'t|not)|unable to|not able to|couldn't) (?:help|assist)(?: you)? (?:with|in|on) (?:this|that|it|these|those|such)|something (?:that )?we (?:can(?:'t|not)|don't|do not|are not able to)|(?:outside|beyond) (?:of )?(?:what we|our)|nothing to do with (?:us|our)|not (?:something|a service) (?:that )?we)\b|不在(?:我们|本店|我司)?的?.{0,4}(?:服务|业务|受理)?范围|(?:帮|回答)不了|(?:不|没)(?:能|办法|法)(?:帮|回答|协助)|无法(?:帮|协助|回答|为您|为你)/;

/** Whether a person of the service says that it does not do such things. */
export function isRefusal(text: string): boolean {
  return REFUSAL.test(normalise(text.slice(0, 400)));
}

const CLARIFIES =
  /\b(?:did you mean|do you mean|you mean|which (?:one|of (?:these|those|the))|are you asking (?:about|for)|is (?:it|this) about|would you like to .{1,60} or )\b|(?:您|你)?是(?:想问|不是想|要问|指|说)|(?:您|你)的意思是|哪一?个(?:问题|意思)/;

/** Whether the service asks what was meant. */
export function isClarification(text: string): boolean {
  return CLARIFIES.test(normalise(text.slice(0, 400)));
}

const TRANSFER =
  /\b(?:transferr?(?:ed|ing)?|connect(?:ed|ing)?|hand(?:ed|ing)? (?:you )?(?:over|off)|pass(?:ed|ing)? (?:you )?(?:on|over)|forward(?:ed|ing)?|escalat(?:e|ed|ing)|assigned|joined|put(?:ting)? you through)\b.{0,60}\b(?:agent|colleague|human|person|team|representative|specialist|advis[oe]r|operator|support|someone|conversation|chat)|(?:转接|转人工|转给|转交|接入|人工客服|同事)/;

/** Whether a message of the service or the system says that a person takes over. */
export function isTransfer(text: string): boolean {
  return TRANSFER.test(normalise(text.slice(0, 400)));
}

const DENIAL =
  /^(?:(?:sorry|er+m?|um+|well|hm+)[,. ]+)?(?:no+|nope|nah|neither|none|not|wrong|never ?mind|forget it)(?![\p{L}\p{N}'])|^(?:都不|都没|不是|不对|不，|不要|没有|错了|你没)/iu;

/** Whether a customer says that it is not what the service took it for. */
export function isDenial(text: string): boolean {
  return DENIAL.test(normalise(text.slice(0, 100)).trim());
}
