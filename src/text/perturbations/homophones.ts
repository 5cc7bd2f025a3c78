import { isChinese, type Perturbation } from './perturbation.js';

/** Characters that an input method offers for the same syllable. */
const SAME_SOUND = [
  '的得地',
  '在再',
  '做作',
  '已以',
  '他她它',
  '那哪',
  '吗嘛马',
  '退腿',
  '货获',
  '单丹',
  '订定',
  '款宽',
  '收手',
  '到道',
  '件建',
  '快块',
  '递弟',
  '包胞',
  '裹果',
  '钱前',
  '买卖',
  '价架',
  '查茶',
  '号好',
  '换唤',
  '寄记',
  '会回',
  '员圆',
  '码马',
  '密蜜',
  '客课',
  '服福',
  '问闻',
  '时十',
  '税睡',
  '关官',
  '坏怀',
  '质制',
  '量亮',
  '送颂',
  '发法',
  '票飘',
  '付复',
  '支只',
  '消销',
  '取曲',
  '错措',
  '修休',
  '保宝',
];
const OTHERS = new Map(
  SAME_SOUND.flatMap((group) =>
    Array.from(group).map((own) => [own, Array.from(group).filter((other) => other !== own)] as const),
  ),
);

/** Another character of the same sound for about one in eight, at least one. */
export const homophones: Perturbation = {
  name: 'homophones',
  apply(text, _, random) {
    if (!isChinese(text)) return text;
    const characters = Array.from(text);
    const places = characters.flatMap((character, index) => (OTHERS.has(character) ? [index] : []));
    for (let slips = Math.max(1, Math.round(characters.length / 8)); slips > 0 && places.length > 0; slips -= 1) {
      const [place] = places.splice(random.below(places.length), 1) as [number];
      const own = characters[place] ?? '';
      characters[place] = random.pick(OTHERS.get(own) ?? []) ?? own;
    }
    return characters.join('');
  },
};
