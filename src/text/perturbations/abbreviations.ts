import { isChinese, type Perturbation } from './perturbation.js';

const ENGLISH: readonly (readonly [RegExp, string])[] = [
  [/\byou\b/gi, 'u'],
  [/\byour\b/gi, 'ur'],
  [/\bare\b/gi, 'r'],
  [/\bplease\b/gi, 'pls'],
  [/\bthank you\b/gi, 'ty'],
  [/\bthanks\b/gi, 'thx'],
  [/\bbecause\b/gi, 'bc'],
  [/\bbefore\b/gi, 'b4'],
  [/\border\b/gi, 'ord'],
  [/\bdelivery\b/gi, 'dlvry'],
  [/\baccount\b/gi, 'acct'],
  [/\bnumber\b/gi, 'no.'],
  [/\binformation\b/gi, 'info'],
  [/\bmessage\b/gi, 'msg'],
  [/\btomorrow\b/gi, 'tmrw'],
  [/\bpeople\b/gi, 'ppl'],
  [/\bto be\b/gi, '2b'],
  [/\bfor\b/gi, '4'],
  [/\bwith\b/gi, 'w/'],
  [/\bwithout\b/gi, 'w/o'],
  [/\btoday\b/gi, '2day'],
  [/\bas soon as possible\b/gi, 'asap'],
  [/\bpackage\b/gi, 'pkg'],
];
const CHINESE: readonly (readonly [RegExp, string])[] = [
  [/有没有/g, '有无'],
  [/是不是/g, '是否'],
  [/怎么样/g, '咋样'],
  [/怎么/g, '咋'],
  [/为什么/g, '为啥'],
  [/什么/g, '啥'],
  [/谢谢/g, '3q'],
  [/时候/g, '时'],
  [/能不能/g, '能否'],
  [/可不可以/g, '可否'],
];

/** The usual short forms, each with a chance of three in four. */
export const abbreviations: Perturbation = {
  name: 'abbreviations',
  apply: (text, _, random) =>
    (isChinese(text) ? CHINESE : ENGLISH).reduce(
      (result, [long, short]) => result.replace(long, (found) => (random.next() < 0.75 ? short : found)),
      text,
    ),
};
