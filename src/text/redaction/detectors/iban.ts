import type { Detector, Span } from '../span.js';

/** Characters of an IBAN by country: the registry of ISO 13616 (SWIFT, release 99). */
const LENGTHS: Readonly<Record<string, number>> = Object.fromEntries(
  (
    'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ' +
    'ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 ' +
    'LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 ' +
    'PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30'
  )
    .split(' ')
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
);

const START = /(?<![A-Za-z0-9])[A-Za-z]{2}[ -]?\d{2}(?=[ -]?[A-Za-z0-9])/g;

export const ibans: Detector = {
  trigger: /[A-Za-z]{2}[ -]?\d{2}[ -]?[A-Za-z0-9]{2}/,
  *find({ plain }): Iterable<Span> {
    for (const { index } of plain.matchAll(START)) {
      const length = LENGTHS[plain.slice(index, index + 2).toUpperCase()];
      if (length === undefined) continue;
      let compact = '';
      let end = index;
      for (; end < plain.length && compact.length < length; end += 1) {
        const character = plain[end] as string;
        if (/[A-Za-z0-9]/.test(character)) compact += character.toUpperCase();
        // One blank or dash between groups, not two.
        else if (!/[ -]/.test(character) || /[ -]/.test(plain[end - 1] ?? '')) break;
      }
      if (compact.length === length && !/[A-Za-z0-9]/.test(plain[end] ?? '') && isValid(compact)) {
        yield { start: index, end, kind: 'iban' };
      }
    }
  },
};

/** ISO 7064 MOD 97-10: the country and check digits moved to the end, letters as 10 to 35, the rest must be 1. */
function isValid(iban: string): boolean {
  let rest = 0;
  for (const character of iban.slice(4) + iban.slice(0, 4)) {
    const value = Number.parseInt(character, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}
