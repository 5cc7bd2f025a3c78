import { isChinese, type Perturbation } from './perturbation.js';

/** The characters of customers' messages that differ, simplified and traditional in turn. A full table is 60 times as long. */
const PAIRS =
  '们們订訂单單货貨发發买買卖賣钱錢价價换換后後时時间間长長开開关關门門问問题題说說话話请請谢謝这這个個为為什甚么麼样樣点點会會员員积積账賬号號码碼邮郵电電网網页頁购購车車优優运運费費税稅国國内內递遞达達迟遲丢丟坏壞损損错錯补補质質礼禮绑綁银銀汇匯币幣镑鎊欧歐东東颜顏红紅蓝藍绿綠黄黃厨廚锅鍋盘盤壶壺帐帳灯燈垫墊涤滌净淨护護养養维維还還给給让讓没沒对對进進来來过過从從两兩几幾岁歲楼樓层層条條张張双雙听聽见見觉覺认認识識记記录錄载載传傳输輸转轉选選择擇确確实實际際证證据據报報诉訴讼訟诚誠骗騙总總结結终終于於经經济濟营營业業务務气氣热熱湿濕签簽讯訊阅閱离離线線远遠联聯络絡连連处處办辦将將应應该該须須变變动動态態状狀况況区區别別则則规規尽盡马馬飞飛机機场場仓倉库庫较較轻輕体體头頭帮幫吗嗎难難种種带帶谁誰边邊无無图圖书書伞傘裤褲';
const TRADITIONAL = new Map<string, string>();
for (let i = 0, all = Array.from(PAIRS); i + 1 < all.length; i += 2) TRADITIONAL.set(all[i] ?? '', all[i + 1] ?? '');

/** As customers in Hong Kong and Taiwan write. */
export const traditional: Perturbation = {
  name: 'traditional',
  apply: (text) =>
    isChinese(text)
      ? Array.from(text)
          .map((character) => TRADITIONAL.get(character) ?? character)
          .join('')
      : text,
};
