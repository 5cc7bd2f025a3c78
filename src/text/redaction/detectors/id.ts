import type { Detector, Span } from '../span.js';

/** UK national insurance number: two letters, six digits, one of A to D. */
const NINO = /(?<![A-Za-z0-9])[A-Z]{2}[ -]?\d{2}[ -]?\d{2}[ -]?\d{2}[ -]?[A-D](?![A-Za-z0-9])/gi;
/** UK driving licence: five of the surname, the coded day of birth, two initials, a nine or so, two letters. */
const UK_LICENCE = /(?<![A-Za-z0-9])[A-Z9]{5}[ ]?\d{6}[ ]?[A-Z9]{2}\d[A-Z]{2}(?![A-Za-z0-9])/gi;
/** Hong Kong identity card, with its check digit in brackets. */
const HONG_KONG = /(?<![A-Za-z0-9])[A-Z]{1,2}\d{6} ?\([0-9A]\)/gi;
/** Taiwan identity card: a letter for the place, 1 or 2 for the sex, eight digits. */
const TAIWAN = /(?<![A-Za-z0-9])[A-Z][12]\d{8}(?![A-Za-z0-9])/g;
/** A code that is named as a passport or a licence. */
const NAMED =
  /(?:\bpassport|\bdriv(?:ing|er'?s) licen[cs]e|\blicen[cs]e (?:number|no)|\bnational id|\bid card|\bidentity card|护照|驾照|驾驶证|证件|身份证)(?:号码|号|码)?(?:[ ]?(?:number|num|no\.?|id|is|was|:|：|#|是|为)){0,4}[ ]{0,2}([A-Z]{0,5}\d[A-Z0-9]{4,16})(?![A-Za-z0-9])/gi;

/** National ids in which letters stand; those of digits alone are told from phone numbers in `number.ts`. */
export const ids: Detector = {
  trigger: /[A-Za-z9][ -]?\d{2}[ -]?\d{2}|licen[cs]e|passport|护照|驾照|驾驶证|证件|身份证/i,
  *find({ plain }): Iterable<Span> {
    for (const pattern of [NINO, UK_LICENCE, HONG_KONG, TAIWAN]) {
      for (const { index, 0: found } of plain.matchAll(pattern)) {
        yield { start: index, end: index + found.length, kind: 'id' };
      }
    }
    for (const { index, 0: found, 1: code = '' } of plain.matchAll(NAMED)) {
      yield { start: index + found.length - code.length, end: index + found.length, kind: 'id' };
    }
  },
};
