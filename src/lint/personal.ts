/** A piece of personal data in a text. Offsets are UTF-16 units. */
export interface Personal {
  readonly kind: 'e-mail address' | 'phone number' | 'card number' | 'IBAN' | 'identity number' | 'postal address';
  readonly start: number;
  readonly end: number;
  /** What mined utterances carry in its place. */
  readonly mask: string;
}

const DIGITS = /(?<![\w.,/-])\+?\(?\d[\d ()./-]{5,24}\d(?![\w/-])/g;
const IBAN = /(?<![A-Za-z\d])[A-Z]{2}\d{2}(?: ?[A-Z\d]{4}){2,7}(?: ?[A-Z\d]{1,3})?(?![A-Za-z\d])/g;
const NINO = /(?<![A-Za-z\d])[A-CEGHJ-PR-TW-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D](?![A-Za-z\d])/g;
const CHINESE_ID = /(?<!\d)\d{17}[\dXx](?![\dXx])/g;
const STREET =
  /(?<![\w£$€.,])\d{1,4}[a-d]?,? (?:[A-Z][a-z]{1,20} ){1,3}(?:Street|Road|Avenue|Lane|Drive|Close|Crescent|Terrace|Boulevard|Court|Way|St|Rd|Ave)(?![a-z])/g;

/** E-mail addresses, phone, card, account and identity numbers, street addresses. Numbers set aside for examples are none. */
export function findPersonal(text: string): readonly Personal[] {
  const found: Personal[] = [];
  const add = (kind: Personal['kind'], mask: string, start: number, end: number): void => {
    if (found.every((other) => end <= other.start || start >= other.end)) found.push({ kind, mask, start, end });
  };
  for (let at = text.indexOf('@'); at !== -1; at = text.indexOf('@', at + 1)) {
    const before = /[A-Za-z0-9._%+-]{1,64}$/.exec(text.slice(Math.max(0, at - 64), at));
    const after = /^[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,5}/.exec(text.slice(at + 1, at + 256));
    if (!before || !after || isReserved(after[0])) continue;
    add('e-mail address', '<email>', at - before[0].length, at + 1 + after[0].length);
  }
  if (!/\d{2}/.test(text)) return found;
  for (const { 0: match, index } of text.matchAll(IBAN))
    if (isIban(match)) add('IBAN', '<iban>', index, index + match.length);
  for (const { 0: match, index } of text.matchAll(CHINESE_ID))
    if (isChineseId(match)) add('identity number', '<id>', index, index + match.length);
  for (const { 0: match, index } of text.matchAll(NINO)) add('identity number', '<id>', index, index + match.length);
  for (const { 0: match, index } of text.matchAll(DIGITS)) {
    const digits = match.replace(/\D/g, '');
    const end = index + match.length;
    if (/^\d{3}-\d{2}-\d{4}$/.test(match)) add('identity number', '<id>', index, end);
    else if (digits.length >= 13 && digits.length <= 19 && /^[\d -]+$/.test(match) && passesLuhn(digits))
      add('card number', '<card>', index, end);
    else if (isPhone(match, digits)) add('phone number', '<phone>', index, end);
  }
  for (const { 0: match, index } of text.matchAll(STREET))
    add('postal address', '<address>', index, index + match.length);
  return found.toSorted((a, b) => a.start - b.start);
}

/** @see RFC 2606 and RFC 6761: names that never belong to anybody. */
function isReserved(domain: string): boolean {
  return /(?:^|\.)(?:example|test|invalid|localhost|local)$|(?:^|\.)example\.(?:com|org|net)$/i.test(domain);
}

function isPhone(written: string, digits: string): boolean {
  if (digits.length < 9 || digits.length > 15) return false;
  // A date, or a range of years or prices, is no phone number.
  if (/^(?:\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./]\d{4})/.test(written)) return false;
  // Set aside for films and examples by Ofcom and the NANP.
  if (
    /(?:^|^44|^0)(?:7700900|1174960|1134960|1144960|1154960|1164960|1184960|1214960|1314960|1414960|1514960|1614960|2079460|1914980|2890180|2920180|1632960)\d{3}$/.test(
      digits.replace(/^(?:0044|44)/, '0').replace(/^00/, '0'),
    )
  )
    return false;
  if (/55501\d\d$/.test(digits)) return false;
  if (/^(?:\+|00)/.test(written)) return true;
  if (/^1[3-9]\d{9}$/.test(digits)) return true;
  return (
    (/^\(?0/.test(written) && digits.length >= 10 && digits.length <= 12) ||
    /^\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}$/.test(written)
  );
}

function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i += 1) {
    const digit = digits.charCodeAt(digits.length - 1 - i) - 48;
    sum += i % 2 === 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2;
  }
  return sum % 10 === 0 && !/^(\d)\1+$/.test(digits);
}

function isIban(written: string): boolean {
  const plain = written.replaceAll(' ', '');
  if (plain.length < 15 || plain.length > 34) return false;
  let rest = 0;
  for (const character of plain.slice(4) + plain.slice(0, 4)) {
    for (const digit of String(Number.parseInt(character, 36))) rest = (rest * 10 + Number(digit)) % 97;
  }
  return rest === 1;
}

function isChineseId(written: string): boolean {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, index) => total + weight * Number(written[index]), 0);
  return '10X98765432'[sum % 11] === written.charAt(17).toUpperCase();
}
