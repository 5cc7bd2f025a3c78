import type { Detector, Span } from '../span.js';

/** The surnames of more than nine in ten Chinese people; those that are common words as well are left out (和, 时, 于). */
const SURNAMES =
  '王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔汤赖洪樊柯殷施倪聂章俞葛柳左芦翁甄';
const COMPOUND = '欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|司徒|端木|夏侯|南宫';
const SURNAME = `(?:${COMPOUND}|[${SURNAMES}])`;
const HAN = String.raw`\p{Script=Han}`;
/** What may follow a name: the end of the clause, or a word that begins the next. */
const END = String.raw`(?=$|[^\p{Script=Han}\p{L}\p{N}]|[，。！？；、]|的(?:订单|账|帐|手机|快递|包裹)|我的|电话|手机|地址|想|要|有|昨|今|在|前|请|麻烦|咨询|反馈)`;

/** 我叫张三, 姓名：李小明, 收件人 王五. */
const INTRODUCED = new RegExp(
  String.raw`(?:我叫|我是|我姓名是|名字是|名字叫|本人|姓名|收件人|收货人|联系人|开户名|户名|持卡人|称呼|署名|叫我|名叫)(?:是|为)?[ :]{0,3}(${SURNAME}${HAN}{1,2}?)${END}`,
  'gu',
);
/** 王先生, 张小明女士. */
const TITLED = new RegExp(String.raw`(?:${HAN}{0,4})(?:先生|女士|小姐|太太|老师|经理|同学|师傅|医生|阿姨|大哥)`, 'gu');
const TITLE_WORD = /(?:先生|女士|小姐|太太|老师|经理|同学|师傅|医生|阿姨|大哥)$/;
/** 亲爱的张三，尊敬的李四： and the lines that end a letter: 此致 敬礼 王五, ——张三. */
const GREETED = new RegExp(
  String.raw`(?:亲爱的|尊敬的|敬爱的|您好[ ,，]|你好[ ,，]|此致[ \n,，]{0,3}敬礼[ \n!！,，]{0,4}|谢谢[ \n!！,，。]{1,4}|祝好[ \n,，!！]{0,4}|(?:--?|- ))(${SURNAME}${HAN}{1,2})(?=$|[^\p{Script=Han}\p{L}\p{N}]|[，。！？；、：])`,
  'gu',
);
/** 赵敏敬上; a last line of its own: 王小明, 小王. */
const SIGNED = [
  new RegExp(String.raw`(?:^|[^\p{Script=Han}])(${SURNAME}${HAN}{1,2})(?=(?:敬上|敬启|谨上|拜上|留字))`, 'gu'),
  new RegExp(String.raw`(?<=[。！!~]\s{0,3})\n[ \t]{0,4}(${SURNAME}${HAN}{2})(?=[ 。.]?\s{0,9}$)`, 'gu'),
  new RegExp(String.raw`\n[ \t]{0,4}([小老阿][${SURNAMES}])(?=[ 。.]?\s{0,9}$)`, 'gu'),
];
/** Words that begin with a surname's character and are no names, where names stand. */
const NO_NAMES = new Set(
  (
    '金卡 金牌 白金 黄金 高级 高兴 顾客 顾问 程序 程序员 万分 方便 方面 任何 任务 严重 安全 石头 江苏 江西 白色 黄色 夏天 夏季 马上 ' +
    '高中 高中生 高端 高管 白领 史上 何时 何必 何况 段时间 周一 周二 周三 周四 周五 周六 周日 周末 许多 许久 曾经 施工 施工方 余额 余下 ' +
    '金额 田园 唐山 武汉 温州 苏州 杭州 常州 广州 徐州 郑州 沈阳 洪水 汪汪 严格 严肃 万一 万元 万事 万能 邮箱 任性 叶子 方法 方式 ' +
    '高手 高考生 白班 江南 左右 左边 于是 程度 林业 毛病 毛衣 龙头 雷同 钟表 章节 范围 陆续 戴尔 谢谢 谢了 谢谢你 谢谢您 黎明 ' +
    '苏宁 苏打 金融 贺卡 龙卡 何先生'
  ).split(' '),
);

/** Names in Chinese greetings, introductions, forms and signatures, and before a title. */
export const chineseNames: Detector = {
  trigger:
    /先生|女士|小姐|太太|老师|经理|同学|师傅|医生|阿姨|大哥|我叫|我是|叫我|名叫|姓名|名字|本人|件人|货人|联系人|户名|持卡人|称呼|署名|爱的|尊敬的|你好|您好|敬礼|谢谢|祝好|[敬谨拜]上|敬启|留字|-|\n/,
  *find({ plain }): Iterable<Span> {
    for (const pattern of [INTRODUCED, GREETED, ...SIGNED]) {
      for (const match of plain.matchAll(pattern)) {
        const name = match[1] ?? '';
        if (NO_NAMES.has(name) || TITLE_WORD.test(name)) continue;
        const end = match.index + match[0].length;
        yield { start: end - name.length, end, kind: 'name' };
      }
    }
    for (const { index, 0: found } of plain.matchAll(TITLED)) {
      const title = TITLE_WORD.exec(found)?.[0] ?? '';
      const before = found.slice(0, found.length - title.length);
      const name = surnameAtEnd(before);
      if (name === undefined) continue;
      const end = index + before.length;
      yield { start: end - name.length, end, kind: 'name' };
    }
  },
};

const NAMES_AT_END = [
  new RegExp(`(?:${COMPOUND})${HAN}{0,2}$`, 'u'),
  new RegExp(`[${SURNAMES}]${HAN}{2}$`, 'u'),
  new RegExp(`[${SURNAMES}]${HAN}$`, 'u'),
  new RegExp(`[${SURNAMES}]$`, 'u'),
];

/** 请转告王小明 ends in 王小明: the longest end that begins with a surname. */
function surnameAtEnd(before: string): string | undefined {
  let text = before;
  for (let at = 0; at + 2 <= before.length; at += 1) {
    if (NO_NAMES.has(before.slice(at, at + 2))) text = before.slice(at + 2);
  }
  for (const pattern of NAMES_AT_END) {
    const name = pattern.exec(text)?.[0];
    if (name !== undefined) return name;
  }
  return undefined;
}
