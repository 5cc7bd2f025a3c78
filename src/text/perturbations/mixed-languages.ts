import { isChinese, type Perturbation } from './perturbation.js';

/** Words that customers of one language often leave in the other. */
const INTO_ENGLISH: readonly (readonly [RegExp, string])[] = [
  [/订单/g, 'order'],
  [/退款/g, 'refund'],
  [/快递|物流/g, 'delivery'],
  [/账号|账户/g, 'account'],
  [/密码/g, 'password'],
  [/邮件|邮箱/g, 'email'],
  [/尺码/g, 'size'],
  [/优惠码/g, 'promo code'],
  [/发票/g, 'invoice'],
  [/会员/g, 'member'],
];
const INTO_CHINESE: readonly (readonly [RegExp, string])[] = [
  [/\bhello\b|\bhi\b/gi, '你好'],
  [/\bthank you\b|\bthanks\b/gi, '谢谢'],
  [/\bplease\b/gi, '请'],
  [/\bcustoms\b/gi, '海关'],
  [/\brefund\b/gi, '退款'],
  [/\bparcel\b|\bpackage\b/gi, '包裹'],
];

export const mixedLanguages: Perturbation = {
  name: 'mixed-languages',
  apply: (text) =>
    (isChinese(text) ? INTO_ENGLISH : INTO_CHINESE).reduce((result, [own, other]) => result.replace(own, other), text),
};
