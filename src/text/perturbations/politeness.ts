import { isChinese, type Perturbation } from './perturbation.js';

const ENGLISH = {
  before: ['Hello, ', 'Hi there, ', 'Excuse me, ', 'Good morning, ', 'Sorry to bother you, '],
  after: [' please', ', thank you', ', thanks in advance', '. Kind regards', ', many thanks'],
};
const CHINESE = {
  before: ['您好，', '你好，', '请问', '麻烦问一下，', '打扰了，'],
  after: ['，谢谢', '，麻烦了', '，谢谢您', '，感谢'],
};

/** A greeting before, thanks after, or both. */
export const politeness: Perturbation = {
  name: 'politeness',
  apply(text, _, random) {
    const { before, after } = isChinese(text) ? CHINESE : ENGLISH;
    const where = random.below(3);
    const start = where === 1 ? '' : (random.pick(before) ?? '');
    const end = where === 0 ? '' : (random.pick(after) ?? '');
    return `${start}${text.replace(/[.。]$/, '')}${end}`;
  },
};
