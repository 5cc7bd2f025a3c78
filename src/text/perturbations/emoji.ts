import type { Perturbation } from './perturbation.js';

const EMOJI = ['🙏', '😭', '😡', '🤔', '📦', '👍', '😅', '❤️', '🥲', '‼️'];

export const emoji: Perturbation = {
  name: 'emoji',
  apply(text, _, random) {
    const sign = random.pick(EMOJI) ?? '';
    return random.below(3) === 0 ? `${sign} ${text}` : `${text} ${sign.repeat(1 + random.below(3))}`;
  },
};
