import type { Detector, Span } from '../span.js';

const NUMBER = String.raw`[\dA-Za-z一二三四五六七八九十百零〇-]{1,8}`;
/** Where an address gets a number: 文三路123号, 5栋, 301室. What follows of the same kind belongs to it. */
const ANCHOR = new RegExp(
  String.raw`(?:(?:(?:路|街|道|巷|弄|胡同)[ ]?${NUMBER}|(?:里|村|苑|园|小区|大厦|广场|公寓|庄|城|镇|社区|大学)[ ]?[\dA-Za-z-]{1,8})[ ]?(?:号楼|号院|号|弄|栋|幢|座|楼|室|单元|组|期|区)|(?:路|街|巷|弄|号)口)`,
  'gu',
);
const REST = new RegExp(
  String.raw`^(?:[ ,，]?(?:\p{Script=Han}{1,10}(?:小区|花园|大厦|广场|公寓|家园|苑|园|城|中心))?[ ]?${NUMBER}[ ]?(?:号楼|号院|号|弄|栋|幢|座|单元|室|楼层|楼|层|房|户|门)){1,5}`,
  'u',
);
/** A town down to its district without a street: 浙江省杭州市西湖区. */
const DISTRICT = /(?:省|自治区|市)\p{Script=Han}{1,6}?(?:市|区|县)(?:\p{Script=Han}{1,8}?(?:镇|乡|街道|村))?/gu;
/** Characters that end a clause before an address: 寄到, 住在, 地址是. */
const STOP = /[到在是住址寄送至为给往去从我你他她家了改成于：:，。！？；、,.!?;\s(（“"]/u;
const LONGEST = 30;

export const chineseAddresses: Detector = {
  trigger: /[路街道巷弄同里村苑园区厦场寓庄城镇学][ ]?[\dA-Za-z一二三四五六七八九十百零〇-]|[省市区].{1,6}[市区县]/u,
  *find({ plain }): Iterable<Span> {
    for (const pattern of [ANCHOR, DISTRICT]) {
      for (const { index, 0: found } of plain.matchAll(pattern)) {
        const start = beginning(plain, index);
        // 路, 号 and the like alone are no address: something must be named.
        if (start === index) continue;
        let end = index + found.length;
        end += REST.exec(plain.slice(end, end + 60))?.[0].length ?? 0;
        yield { start, end, kind: 'address' };
      }
    }
  },
};

/** Back over the names of places, at most `LONGEST` characters, to what ends the clause before. */
function beginning(plain: string, index: number): number {
  let start = index;
  while (start > 0 && index - start < LONGEST && /[\p{Script=Han}\dA-Za-z]/u.test(plain[start - 1] as string)) {
    if (STOP.test(plain[start - 1] as string)) break;
    start -= 1;
  }
  return start;
}
