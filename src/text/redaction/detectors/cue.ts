/** How far back a word may stand that says what a number is, in UTF-16 units. */
const REACH = 40;

const CUES = {
  phone:
    /\b(?:phone|mobile|cell|telephone|tel|call|ring|text|whatsapp|sms|fax|landline|reach me|dial)\b|电话|手机|号码是|致电|打给|拨打|座机|联系方式/gi,
  card: /\b(?:card|visa|mastercard|amex|debit|credit|pan)\b|卡号|银行卡|信用卡|储蓄卡/gi,
  account: /\b(?:bank account|account (?:number|no)|acct|a\/c|sort code|routing|iban)\b|账号|帐号|账户|帐户|开户/gi,
  nationalId:
    /\b(?:ssn|social security|social|itin|national insurance|national id|nhs|nino|passport|driving licen[cs]e|driver'?s licen[cs]e|licen[cs]e number|tax id|id (?:card|number)|identity)\b|身份证|护照|驾照|驾驶证|社保|证件/gi,
  securityCode: /\b(?:cvv2?|cvc2?|cv2|security code|pin)\b|安全码|校验码/gi,
  /** Numbers of things: they belong to no kind of personal data, whatever they look like. */
  thing:
    /\b(?:order|ticket|invoice|ref|reference|tracking|case|booking|parcel|shipment|serial|model|sku|item|product|transaction|receipt|imei|isbn|barcode|code)s?\b|订单|单号|运单|快递|编号|流水|型号|货号/gi,
} as const;

export type Cue = keyof typeof CUES;

/** What the nearest words before `start` say that comes there; they end at the line's or the sentence's beginning. */
export function cueBefore(plain: string, start: number): Cue | undefined {
  const near = plain.slice(Math.max(0, start - REACH), start);
  const before = near.slice(Math.max(near.lastIndexOf('\n'), near.lastIndexOf('. '), near.lastIndexOf('。')) + 1);
  let nearest: Cue | undefined;
  let end = -1;
  for (const [cue, words] of Object.entries(CUES)) {
    for (const match of before.matchAll(words)) {
      if (match.index + match[0].length > end) {
        end = match.index + match[0].length;
        nearest = cue as Cue;
      }
    }
  }
  return nearest;
}
