import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { makeRedactor, redact } from '../../../src/text/index.js';

describe('personal data becomes its placeholder, and the words around it stay', () => {
  test.each([
    ['mail me at ana.silva+x@mail.example.co.uk please', 'mail me at <email> please'],
    ['邮箱是ana@example.com谢谢', '邮箱是<email>谢谢'],
    ['write to ana at example dot com', 'write to <email>'],
    ['my number is 07700 900123, or +44 20 7946 0018.', 'my number is <phone>, or <phone>.'],
    ['call 415-555-0132 or (415) 555 0132 or 4155550132', 'call <phone> or <phone> or <phone>'],
    ['我的手机13800138000，座机010-64045966', '我的手机<phone>，座机<phone>'],
    ['电话１３８００１３８０００', '电话<phone>'],
    ['card 4111 1111 1111 1111 exp 12/27 cvv 123', 'card <card> exp 12/27 cvv <card>'],
    ['5500-0000-0000-0004 was charged, 378282246310005 too', '<card> was charged, <card> too'],
    ['pay to GB29 NWBK 6016 1331 9268 19 today', 'pay to <iban> today'],
    ['de89370400440532013000', '<iban>'],
    ['from 192.168.1.17 and 2001:db8::8a2e:370:7334 ok', 'from <ip> and <ip> ok'],
    ['reset at https://shop.example/reset?token=abc123.', 'reset at <url>.'],
    ['www.shop.example/t/9f86d081884c7d65', '<url>'],
    ['ssn 078-05-1120, my NI is QQ 12 34 56 C', 'ssn <id>, my NI is <id>'],
    ['身份证11010519491231002X，谢谢', '身份证<id>，谢谢'],
    ['passport number 533380006 expired', 'passport number <id> expired'],
    ['sort code 20-00-00, account number 31926819', 'sort code <account>, account number <account>'],
    ['I live at 221B Baker Street, London, NW1 6XE and it rains', 'I live at <address> and it rains'],
    ['to Flat 3, 12 High St, Bristol BS1 4QA', 'to <address>'],
    ['ship to 742 Evergreen Terrace, Springfield, IL 62704.', 'ship to <address>.'],
    ['请寄到浙江省杭州市西湖区文三路123号5栋301室谢谢', '请寄到<address>谢谢'],
    ["Hi Ana, it's on its way.\nBest regards,\nJohn O'Brien", "Hi <name>, it's on its way.\nBest regards,\n<name>"],
    ['The throw is torn.\n\nD. Whitcombe\n', 'The throw is torn.\n\n<name>\n'],
    ['torn\nM. van der Berg', 'torn\n<name>'],
    ['torn\nPriya Nair', 'torn\n<name>'],
    ['torn\n\nA. Whitcombe-Jones (Mrs)\n', 'torn\n\n<name> (Mrs)\n'],
    ['no ID asked for.\n\nG. Pemberton\n07700 900678', 'no ID asked for.\n\n<name>\n<phone>'],
    ['还没到，请查一下。\n王小明', '还没到，请查一下。\n<name>'],
    ['还没到\n小王', '还没到\n<name>'],
    ['请尽快处理。赵敏敬上', '请尽快处理。<name>敬上'],
    ['要退哪个？\n高脚杯', '要退哪个？\n高脚杯'],
    ['which size?\nT shirt', 'which size?\nT shirt'],
    ['order this:\nA parcel\nPlan B', 'order this:\nA parcel\nPlan B'],
    ['Sent by:\nDHL Express', 'Sent by:\nDHL Express'],
    ['no.\nP.S. Hurry', 'no.\nP.S. Hurry'],
    ['Which colour?\nJade Green', 'Which colour?\nJade Green'],
    ['ship it to\nFlorence', 'ship it to\nFlorence'],
    ['paid by\nBill', 'paid by\nBill'],
    ['it broke.\nPriya', 'it broke.\n<name>'],
    ['hello, my name is maria lopez and I need help', 'hello, my name is <name> and I need help'],
    ['Dear Ms van der Berg, thank you', 'Dear Ms <name>, thank you'],
    ['where is it? Thanks, bob', 'where is it? Thanks, <name>'],
    ['我叫张小明，订单没到', '我叫<name>，订单没到'],
    ['请转告王先生，谢谢李女士', '请转告<name>先生，谢谢<name>女士'],
    ['亲爱的张三，您好', '亲爱的<name>，您好'],
    ['姓名：欧阳明月 电话：13800138000', '姓名：<name> 电话：<phone>'],
  ])('%s', (text, redacted) => {
    expect(redact(text)).toBe(redacted);
  });
});

test.each([
  'where is my order 48213? I paid 1,299.00 on 2026-10-01 at 12:30',
  'order number 4821348213 is late, tracking 1234 5678 9012',
  'version 1.2.3.4 fails since 10.10.2025, in 2019-2024 it worked',
  'Hi there, can you help? Hello Support Team,',
  "Hello, I'd like to know. Hi, I'll wait. Hello We're late",
  "I'm waiting. I am German. This is ridiculous. Thanks, will wait",
  'I waited 3 weeks on the way to the park, 2 items in the drive',
  'see https://shop.example/returns or www.shop.example/delivery/costs',
  'the price is 3.14159265 and the discount 20 %',
  '我是高级会员，我是顾客，我是老师，谢谢',
  '订单号是20261001123456，金额1299元，二十六号到',
  '订一张凤凰城二十六号周末去洛杉矶的票',
])('clean text stays as it is: %s', (text) => {
  expect(redact(text)).toBe(text);
});

test('patterns of the team itself come first, in their own placeholder; other countries on request', () => {
  const own = makeRedactor({ countries: ['DE'], patterns: { order: String.raw`\bHP-\d{5}\b` } });
  expect(own('HP-48213 bitte, Tel 030 901820, ana@example.com')).toBe('<order> bitte, Tel <phone>, <email>');
  expect(() => makeRedactor({ patterns: { x: '(?<=a)b' } })).toThrow(SyntaxError);
  // What would take other engines until the end of the world.
  expect(makeRedactor({ patterns: { x: '(a+)+$' } })(`${'a'.repeat(5000)}!`)).toBe(`${'a'.repeat(5000)}!`);
});

test('redacting twice changes nothing, and nothing throws', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 20 }),
    fc.constantFrom(
      'ana@example.com',
      '07700 900123',
      'Dear ',
      'John Smith',
      '4111 1111 1111 1111',
      '\n',
      ', ',
      ' at ',
      '我叫',
    ),
    fc.constantFrom(
      '张三',
      '文三路12号',
      '12 High Street',
      '<name>',
      'https://a.example/x?y=1',
      'Thanks, ',
      '@',
      '+',
      '192.168.0.1',
    ),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const once = redact(pieces.join(''));
      expect(redact(once)).toBe(once);
    }),
    { numRuns: 500 },
  );
});

test('hostile text takes time in proportion to its length', () => {
  const bricks = [
    'a',
    '1',
    '1 ',
    '1-',
    '(1',
    '+1',
    '@',
    'a@',
    'a.',
    'a@a.',
    ':',
    'a:',
    '1.',
    'http://',
    'www.a/',
    'A ',
    'Aa ',
    "a'",
    '1 A ',
    '1 a ',
    'Hi A',
    'Dear Aa Aa ',
    'Thanks ',
    'Best\n',
    '\n',
    'GB29 ',
    '路1',
    '省市',
    '张',
    '王小明先生',
    '谢谢',
    '我叫',
    'my name is ',
    'at dot ',
    '<',
    '<a',
    'passport ',
    'AB12',
    '-- A',
    '号一',
    '1号',
    'Street ',
    '1 Street, ',
    ' '.repeat(20),
    'call 1',
    'order 1',
    '\u200b1',
  ];
  for (const brick of bricks) {
    const time = (length: number): number => {
      const text = brick.repeat(Math.ceil(length / brick.length));
      // Processor time: other programs do not count.
      const start = process.cpuUsage();
      redact(text);
      const { user, system } = process.cpuUsage(start);
      return (user + system) / 1000;
    };
    time(2000);
    // A quadratic search would need 64 times as long for 8 times the text; noise and short times need room.
    const short = Math.max(10, time(8000));
    expect(time(64_000), `${JSON.stringify(brick)} after ${short} ms`).toBeLessThan(short * 24);
  }
});
