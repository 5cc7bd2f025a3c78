import { isChinese, type Perturbation } from './perturbation.js';

const ENGLISH = {
  before: ['um, ', 'so ', 'well, ', 'ok so ', 'hey, ', 'quick question: ', 'right, '],
  after: [' lol', ' basically', ' you know', ' or something', ' if that makes sense', ' anyway'],
};
const CHINESE = {
  before: ['那个，', '嗯，', '就是说，', '我想问一下，', '话说'],
  after: ['来着', '哈', '这样子', '啊'],
};

/** Words that say nothing, before or after or both. */
export const filler: Perturbation = {
  name: 'filler',
  apply(text, _, random) {
    const { before, after } = isChinese(text) ? CHINESE : ENGLISH;
    const where = random.below(3);
    const start = where === 1 ? '' : (random.pick(before) ?? '');
    const end = where === 0 ? '' : (random.pick(after) ?? '');
    const [, body = text, signs = ''] = /^([\s\S]*?)([.!?。！？]*)$/.exec(text) ?? [];
    return `${start}${body}${end}${signs}`;
  },
};
