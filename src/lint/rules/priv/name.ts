import { OUT_OF_SCOPE, placeOf } from '../../../workspace/index.js';
import { intentExample } from '../../examples.js';
import { editUtterance, placeOfUtterance } from '../../places.js';
import type { Rule } from '../../rule.js';

const FIRST_NAMES = new Set(
  'james john robert michael william david richard joseph thomas charles mary patricia jennifer linda elizabeth barbara susan jessica sarah karen emma olivia sophia isabella mia charlotte amelia harper daniel matthew anthony mark paul steven andrew kenneth george joshua kevin brian edward ronald timothy jason jeffrey ryan jacob gary nicholas eric jonathan stephen larry justin scott brandon benjamin samuel gregory frank alexander raymond patrick jack dennis jerry tyler aaron jose nathan peter adam henry zachary kyle noah ethan jeremy walter christian sean anna anne julia julie laura lisa maria marie martin hans peter thomas klaus sabine petra monika pierre jean luc claire sophie camille giulia marco luca ana carlos juan pedro luis miguel sofia lucia olga ivan igor natasha anastasia mohammed ahmed ali fatima aisha omar hassan priya raj amit anita sanjay wei li ming hiroshi yuki kenji emily megan lauren hannah rachel amy nicole helen deborah ruth alice lucy grace chloe ella lily zoe harry oliver oscar leo alfie rebecca simon neil nigel graham keith colin fiona heather tracey gemma kirsty'.split(
    ' ',
  ),
);
/** After these a capitalised word is a name. */
const STRONG =
  /\b(?:my name(?:'s| is)|(?:i am|i'm) called|name:|yours (?:sincerely|faithfully|truly),?|(?:kind|best|warm) regards,?)\s{1,4}(?:mr\.?\s|mrs\.?\s|ms\.?\s|dr\.?\s)?([A-Z][a-zà-ÿ'-]{1,20}(?:\s[A-Z][a-zà-ÿ'-]{1,20}){0,2})/;
/** After these one of the common first names is. */
const WEAK =
  /(?:^|[\s,.!])(?:this is|i am|i'm|hi|hello|dear|regards|cheers|thanks|thank you|best|love)[,.!]?\s{1,4}([A-Z][a-zà-ÿ]{1,20})(?:\s[A-Z][a-zà-ÿ'-]{1,20})?\s?(?=[,.!]|$|\s(?:here|from|speaking|and))/i;
const CHINESE =
  /(?:我叫|我的名字是|我名字叫)\s?([\p{Script=Han}]{2,3})(?=[，。！,.!\s]|$)|我(?:是|姓)([王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾萧田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金贾夏韦付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向汤][\p{Script=Han}]{0,2})(?:先生|女士|小姐|太太)/u;

export const personalName: Rule = {
  meta: {
    id: 'priv/name',
    summary:
      "A customer's name stands beside a greeting or a signature: it teaches nothing and cannot be erased from git.",
    severity: 'warning',
    fixable: 'suggestion',
    example: {
      fails: {
        'intents/refund.amount.md': intentExample('refund.amount', ['my name is Rowan Miller, how much do I get']),
      },
      passes: {
        'intents/refund.amount.md': intentExample('refund.amount', [
          'my name is on the parcel, how much do I get',
          'Hello Harbour',
        ]),
      },
    },
  },
  *check({ workspace: { intents, heldout, scenarios } }) {
    for (const file of [...intents, ...heldout]) {
      // What is nobody's business may well be somebody else's made-up mail.
      if (file.intent === OUT_OF_SCOPE) continue;
      for (const utterance of file.utterances) {
        const found = findName(utterance.text);
        if (!found) continue;
        const suggestion = editUtterance(file, utterance, found, '<name>');
        yield {
          message: 'the name of a person, it seems',
          hint: 'write <name> instead',
          ...placeOfUtterance(file, { ...utterance, column: utterance.column + found.start }),
          ...(suggestion && { suggestion }),
        };
      }
    }
    for (const { turns, yaml } of scenarios) {
      for (const [at, { customer }] of turns.entries()) {
        if (typeof customer === 'string' && findName(customer))
          yield {
            message: 'the name of a person, it seems',
            hint: 'write <name> instead',
            ...placeOf(yaml, ['turns', at, 'customer']),
          };
      }
    }
  },
};

function findName(text: string): { readonly start: number; readonly end: number } | undefined {
  if (text.length > 5000) return undefined;
  const strong = STRONG.exec(text) ?? (/[我]/.test(text) ? CHINESE.exec(text) : null);
  const name = strong?.[1] ?? strong?.[2];
  if (strong && name !== undefined) return spanOf(strong, name);
  const weak = WEAK.exec(text);
  const first = weak?.[1];
  return weak && first !== undefined && /^[A-Z]/.test(first) && FIRST_NAMES.has(first.toLowerCase())
    ? spanOf(weak, first)
    : undefined;
}

function spanOf(match: RegExpExecArray, name: string): { start: number; end: number } {
  const start = match.index + match[0].lastIndexOf(name);
  return { start, end: start + name.length };
}
