import { seeded } from './data.js';

/** A message with one item of personal data in it. */
export interface Planted {
  /** `phone GB`: the kind, and which sort of it. */
  readonly kind: string;
  readonly before: string;
  readonly item: string;
  readonly after: string;
}

type Random = () => number;
const below = (random: Random, limit: number): number => Math.floor(random() * limit);
const pick = <T>(random: Random, items: readonly T[]): T => items[below(random, items.length)] as T;
const digits = (random: Random, length: number): string => Array.from({ length }, () => below(random, 10)).join('');
const letters = (random: Random, length: number): string =>
  Array.from({ length }, () => 'abcdefghijklmnopqrstuvwxyz'[below(random, 26)]).join('');
/** Blanks and dashes put between groups of these lengths. */
const grouped = (text: string, lengths: readonly number[], by: string): string => {
  let at = 0;
  return lengths.map((length) => text.slice(at, (at += length))).join(by);
};

/** Names on purpose beyond the list that the detector knows. */
const GIVEN = [
  'Saoirse',
  'Anna',
  'Kwame',
  'Priyanka',
  'John',
  'Oluwaseun',
  'Maria',
  'Zbigniew',
  'Emily',
  'Thandiwe',
  'Lars',
  'Chiara',
  'Deepak',
  'Sarah',
  'Yusra',
  'Ewan',
  'Niamh',
  'Tom',
  'Ximena',
  'Bartholomew',
];
const FAMILY = [
  'Okafor',
  'Smith',
  "O'Donnell",
  'García',
  'Nowak',
  'Achterberg',
  'Iyer',
  'Jones',
  'Lindqvist',
  'MacLeod',
  'Haddad',
  'Brown',
  'Fitzgerald',
  'Nguyen',
  'Papadopoulos',
  'Taylor-Reid',
];
const STREETS = [
  'High',
  'Station',
  'Victoria',
  'Elm',
  'Mill',
  'Church',
  'Kings',
  'Willow',
  'Old Kent',
  'Fifth',
  'Rosewood',
  'St Mary',
  'Martin Luther King',
  'Grange',
];
const TYPES = ['Street', 'Road', 'Avenue', 'Lane', 'Rd', 'St', 'Close', 'Drive', 'Way', 'Crescent', 'Blvd', 'Terrace'];
const TOWNS = ['Bristol', 'Leeds', 'Milton Keynes', 'York', 'Glasgow'];
const ZH_FAMILY = Array.from('王李张刘陈杨黄赵周吴徐孙胡朱高林何郭马罗');
const ZH_GIVEN = ['伟', '芳', '小明', '秀英', '建国', '雨桐', '子轩', '丽', '志强', '欣怡'];
const ZH_CITY = [
  '浙江省杭州市西湖区',
  '北京市朝阳区',
  '上海市浦东新区',
  '广东省深圳市南山区',
  '江苏省南京市鼓楼区',
  '四川省成都市武侯区',
];
const ZH_ROAD = ['文三路', '建国路', '世纪大道', '科技园南路', '中山北路', '人民南路'];

const name = (random: Random): string => `${pick(random, GIVEN)}${random() < 0.6 ? ` ${pick(random, FAMILY)}` : ''}`;

function luhn(body: string): string {
  let sum = 0;
  for (let at = 0; at < body.length; at += 1) {
    const digit = Number(body[body.length - 1 - at]);
    const doubled = at % 2 === 0 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return body + String((10 - (sum % 10)) % 10);
}

function iban(random: Random): string {
  const [country, body] = pick(random, [
    ['GB', `NWBK${digits(random, 14)}`],
    ['DE', digits(random, 18)],
    ['FR', digits(random, 23)],
    ['NL', `ABNA${digits(random, 10)}`],
    ['ES', digits(random, 20)],
    ['PL', digits(random, 24)],
  ] as const);
  let rest = 0;
  for (const character of `${body}${country}00`) {
    const value = Number.parseInt(character, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  const whole = `${country}${String(98 - rest).padStart(2, '0')}${body}`;
  const spaced = (whole.match(/.{1,4}/g) ?? []).join(' ');
  return pick(random, [whole, spaced, whole.toLowerCase(), spaced.replaceAll(' ', '-')]);
}

function chineseId(random: Random): string {
  const body = `${pick(random, ['110105', '330106', '440305', '510107'])}${1950 + below(random, 55)}${String(1 + below(random, 12)).padStart(2, '0')}${String(1 + below(random, 28)).padStart(2, '0')}${digits(random, 3)}`;
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, at) => total + weight * Number(body[at]), 0);
  return body + '10X98765432'[sum % 11];
}

const mobileUk = (random: Random): string => `07${1 + below(random, 9)}${digits(random, 8)}`;
const us = (random: Random): string =>
  `${2 + below(random, 8)}${digits(random, 2)}${2 + below(random, 8)}${digits(random, 6)}`;

/** How people say it; `@` stands for the item. */
const EN: Readonly<Record<string, readonly string[]>> = {
  email: [
    'my email is @ and I never got the invoice',
    'please write to @, thanks',
    'I signed up with @ last week',
    '@ is the address on the account',
  ],
  phone: [
    'you can reach me on @ after six',
    'my number is @ if you need it',
    'please ring @ about the delivery',
    'it is @, the courier never called',
    'contact: @',
  ],
  card: [
    'I paid with @ and was charged twice',
    'my card @ was declined',
    'the number is @ and it expires soon',
    'refund it to @ please',
  ],
  iban: ['please refund to @ this week', 'my bank details are @ thanks', 'the iban @ is not accepted'],
  ip: ['I am blocked, my address is @ it says', 'login from @ was not me', 'the firewall shows @ all the time'],
  url: ['the link @ does not work', 'I clicked @ and nothing happened', 'see @ for the receipt'],
  id: [
    'my ssn is @ for the form',
    'you asked for my social security number: @ here',
    'it says @ on my papers, why do you need it',
  ],
  nino: ['my national insurance number is @ as requested', 'NI @ for the tax form', 'you need @ to check me'],
  address: [
    'I moved to @ last month',
    'please deliver it to @ instead',
    'my address is @ and the parcel went elsewhere',
    'we live at @',
  ],
  greeting: [
    'Hi @, I am still waiting for an answer',
    'Dear @,\nyour parcel is on its way',
    'Hello @, thanks for the quick reply',
    'my name is @ and I need help',
    'My name is @. Where is my order?',
  ],
  signature: [
    'where is my refund?\nKind regards,\n@',
    'it came broken again.\n\nThanks,\n@',
    'please call me back\nBest,\n@',
    'cancel my order please. Regards, @',
    'still nothing.\n-- @',
  ],
};
const ZH: Readonly<Record<string, readonly string[]>> = {
  email: ['我的邮箱是@，一直没收到发票', '请发到@谢谢'],
  phone: ['我的手机号是@，请尽快联系', '打@找我', '电话@，快递没打过来'],
  id: ['身份证号@，实名认证失败', '我的证件号码是@，怎么认证'],
  card: ['我用@付的款，扣了两次', '卡号@不能用'],
  address: ['请寄到@，谢谢', '收货地址：@，帮我改一下', '我住在@，快递送错了'],
  name: ['我叫@，订单还没到', '收件人：@，电话打不通', '亲爱的@，您好', '我是@，上次联系过', '请转告@先生明天送货'],
};

interface Kind {
  readonly kind: string;
  readonly frames: readonly string[];
  readonly item: (random: Random) => string;
}

const KINDS: readonly Kind[] = [
  {
    kind: 'email',
    frames: EN['email'] ?? [],
    item: (r) =>
      `${letters(r, 3 + below(r, 7))}${pick(r, ['', '.', '_', '+'])}${letters(r, 3)}${pick(r, ['', digits(r, 2)])}@${letters(r, 5)}.${pick(r, ['com', 'co.uk', 'example', 'io', 'de'])}`,
  },
  {
    kind: 'email zh',
    frames: ZH['email'] ?? [],
    item: (r) => `${digits(r, 9)}@${pick(r, ['qq.com', '163.com', 'sina.cn'])}`,
  },
  {
    kind: 'phone GB',
    frames: EN['phone'] ?? [],
    item: (r) =>
      pick(r, [
        mobileUk(r),
        grouped(mobileUk(r), [5, 6], ' '),
        `+44 ${grouped(mobileUk(r).slice(1), [4, 6], ' ')}`,
        `+44 (0)20 7946 ${digits(r, 4)}`,
        `0117 496 ${digits(r, 4)}`,
      ]),
  },
  {
    kind: 'phone US',
    frames: EN['phone'] ?? [],
    item: (r) =>
      pick(r, [
        grouped(us(r), [3, 3, 4], '-'),
        grouped(us(r), [3, 3, 4], '.'),
        us(r).replace(/^(...)(...)/, '($1) $2-'),
        us(r),
        `+1 ${grouped(us(r), [3, 3, 4], ' ')}`,
        `1-${grouped(us(r), [3, 3, 4], '-')}`,
      ]),
  },
  {
    kind: 'phone CN',
    frames: ZH['phone'] ?? [],
    item: (r) => {
      const mobile = `1${pick(r, ['3', '5', '7', '8', '9'])}${digits(r, 9)}`;
      return pick(r, [
        mobile,
        grouped(mobile, [3, 4, 4], ' '),
        grouped(mobile, [3, 4, 4], '-'),
        `+86 ${mobile}`,
        `010-${6 + below(r, 3)}${digits(r, 7)}`,
      ]);
    },
  },
  {
    kind: 'phone other',
    frames: EN['phone'] ?? [],
    item: (r) =>
      pick(r, [
        `+33 6 ${grouped(digits(r, 8), [2, 2, 2, 2], ' ')}`,
        `+49 151 ${digits(r, 8)}`,
        `+34 6${digits(r, 8)}`,
        `0033 6 ${grouped(digits(r, 8), [2, 2, 2, 2], ' ')}`,
      ]),
  },
  {
    kind: 'card',
    frames: EN['card'] ?? [],
    item: (r) => {
      const [prefix, length, groups] = pick(r, [
        ['4', 16, [4, 4, 4, 4]],
        ['5' + String(1 + below(r, 5)), 16, [4, 4, 4, 4]],
        ['37', 15, [4, 6, 5]],
        ['6011', 16, [4, 4, 4, 4]],
      ] as const);
      const whole = luhn(prefix + digits(r, length - 1 - prefix.length));
      return pick(r, [whole, grouped(whole, groups, ' '), grouped(whole, groups, '-')]);
    },
  },
  { kind: 'card zh', frames: ZH['card'] ?? [], item: (r) => luhn(`62${digits(r, pick(r, [13, 16]))}`) },
  { kind: 'iban', frames: EN['iban'] ?? [], item: iban },
  { kind: 'ip', frames: EN['ip'] ?? [], item: (r) => random4or6(r) },
  {
    kind: 'url token',
    frames: EN['url'] ?? [],
    item: (r) =>
      pick(r, [
        `https://shop.example/reset?token=${letters(r, 12)}`,
        `https://shop.example/orders/${digits(r, 8)}`,
        `http://u.example/${letters(r, 3)}${digits(r, 3)}${letters(r, 8)}`,
        `www.shop.example/account?id=${digits(r, 5)}&mail=x`,
      ]),
  },
  {
    kind: 'id US',
    frames: EN['id'] ?? [],
    item: (r) =>
      grouped(`${100 + below(r, 560)}${10 + below(r, 89)}${1000 + below(r, 8999)}`, [3, 2, 4], pick(r, ['-', ' '])),
  },
  {
    kind: 'id GB',
    frames: EN['nino'] ?? [],
    item: (r) => {
      const whole = `${pick(r, ['AB', 'CE', 'JK', 'PW', 'SN'])}${digits(r, 6)}${pick(r, ['A', 'B', 'C', 'D'])}`;
      return pick(r, [whole, grouped(whole, [2, 2, 2, 2, 1], ' '), whole.toLowerCase()]);
    },
  },
  { kind: 'id CN', frames: ZH['id'] ?? [], item: chineseId },
  {
    kind: 'address en',
    frames: EN['address'] ?? [],
    item: (r) => {
      const street = `${1 + below(r, 300)}${pick(r, ['', '', 'B'])} ${pick(r, STREETS)} ${pick(r, TYPES)}`;
      return pick(r, [
        street,
        `${street}, ${pick(r, TOWNS)}, ${pick(r, ['BS', 'LS', 'YO', 'G'])}${1 + below(r, 20)} ${below(r, 9)}${letters(r, 2).toUpperCase()}`,
        `Flat ${1 + below(r, 30)}, ${street}`,
        `${street}, Springfield, ${pick(r, ['IL', 'OH', 'MA'])} ${digits(r, 5)}`,
        street.toLowerCase(),
      ]);
    },
  },
  {
    kind: 'address zh',
    frames: ZH['address'] ?? [],
    item: (r) =>
      `${pick(r, [...ZH_CITY, ''])}${pick(r, ZH_ROAD)}${1 + below(r, 400)}号${pick(r, ['', `${1 + below(r, 20)}栋${101 + below(r, 900)}室`, `${1 + below(r, 9)}单元${101 + below(r, 900)}`])}`,
  },
  { kind: 'name greeting', frames: EN['greeting'] ?? [], item: name },
  { kind: 'name signature', frames: EN['signature'] ?? [], item: name },
  { kind: 'name zh', frames: ZH['name'] ?? [], item: (r) => `${pick(r, ZH_FAMILY)}${pick(r, ZH_GIVEN)}` },
];

function random4or6(random: Random): string {
  if (random() < 0.7) return Array.from({ length: 4 }, () => 1 + below(random, 254)).join('.');
  const parts = Array.from({ length: 8 }, () => (1 + below(random, 65_534)).toString(16));
  return random() < 0.5 ? parts.join(':') : `${parts.slice(0, 3).join(':')}::${parts[7]}`;
}

/** The same items for the same seed, each kind as often as the others. */
export function planted(count: number, seed: number): readonly Planted[] {
  const random = seeded(seed);
  return Array.from({ length: count }, (_, index) => {
    const { kind, frames, item } = KINDS[index % KINDS.length] as Kind;
    const [before = '', after = ''] = pick(random, frames).split('@');
    return { kind, before, item: item(random), after };
  });
}
