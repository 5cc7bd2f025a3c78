import { isChinese, type Perturbation } from './perturbation.js';

const ENGLISH = [
  'Also, what are your opening hours?',
  'And do you have a newsletter?',
  'Oh, and do you sell gift cards?',
  'By the way, which cards do you take?',
];
const CHINESE = ['另外你们几点上班？', '还有，可以用礼品卡吗？', '顺便问一下，支持支付宝吗？'];

/** A second, smaller request behind the first: the first is what must be understood. */
export const twoRequests: Perturbation = {
  name: 'two-requests',
  apply: (text, _, random) =>
    isChinese(text)
      ? `${text.replace(/[。！？]?$/, (sign) => sign || '。')}${random.pick(CHINESE) ?? ''}`
      : `${text.replace(/[.!?]?$/, (sign) => sign || '.')} ${random.pick(ENGLISH) ?? ''}`,
};
