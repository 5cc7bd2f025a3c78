import { isChinese, type Perturbation } from './perturbation.js';

/** Turns of phrase that mean the same; each text gets those that fit it. */
const ENGLISH: readonly (readonly [RegExp, readonly string[]])[] = [
  [/\bcan i\b/gi, ['could i', 'is it possible to', 'am i able to', 'may i']],
  [/\bhow do i\b/gi, ['how can i', 'what do i do to', "what's the way to", 'how would i']],
  [/\bi want to\b/gi, ["i'd like to", 'i wish to', 'i need to']],
  [/\bi want\b/gi, ["i'd like", 'i need']],
  [/\bi'd like to\b/gi, ['i want to', 'i would like to']],
  [/\bwhere is\b/gi, ["where's", 'whereabouts is']],
  [/\bhow long\b/gi, ['how much time', 'how many days']],
  [/\bhow much is\b/gi, ['what does it cost for', "what's the price of"]],
  [/\bdo you\b/gi, ['do you guys', 'does your shop']],
  [/\bsend back\b/gi, ['return']],
  [/\bmoney back\b/gi, ['refund']],
  [/\bparcel\b/gi, ['package', 'delivery']],
  [/\bpackage\b/gi, ['parcel']],
  [/\bhelp\b/gi, ['assist']],
  [/\bbroken\b/gi, ['damaged', 'smashed']],
  [/\bbuy\b/gi, ['purchase']],
  [/\bbought\b/gi, ['purchased', 'ordered']],
  [/\bget\b/gi, ['receive']],
];
const CHINESE: readonly (readonly [RegExp, readonly string[]])[] = [
  [/怎么/g, ['如何', '怎样']],
  [/我想/g, ['我要', '我打算']],
  [/可以/g, ['能', '能够']],
  [/多久/g, ['多长时间', '几天']],
  [/多少钱/g, ['什么价', '价格是多少']],
  [/快递/g, ['包裹', '快件']],
  [/退货/g, ['把东西退回去', '退回商品']],
  [/退款/g, ['退钱']],
  [/帮我/g, ['替我', '给我']],
  [/取消/g, ['撤销']],
  [/收到/g, ['拿到']],
];

export const rephrasing: Perturbation = {
  name: 'rephrasing',
  apply: (text, _, random) =>
    (isChinese(text) ? CHINESE : ENGLISH).reduce(
      (result, [phrase, others]) => result.replace(phrase, (found) => random.pick(others) ?? found),
      text,
    ),
};
