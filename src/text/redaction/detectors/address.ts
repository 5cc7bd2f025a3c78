import type { Detector, Span } from '../span.js';

const STREET_TYPE =
  '(?:street|st|road|rd|avenue|ave|lane|ln|drive|dr|close|court|ct|way|place|pl|square|sq|boulevard|blvd|terrace|' +
  'crescent|cres|gardens|gdns|grove|mews|row|walk|parkway|pkwy|highway|hwy|circle|trail|rise|quay|wharf|alley|hill|park|' +
  'green|parade|broadway|view|vale|turnpike|loop|plaza)';
const UNIT = String.raw`(?:(?:flat|apartment|apt|unit|suite|ste|room|floor|building|bldg|house|studio)\.? ?#?[A-Za-z]?\d{1,5}[A-Za-z]?|#\d{1,5}[A-Za-z]?)`;
const WORD = String.raw`[\p{L}][\p{L}'.-]{0,24}`;
const UK_POSTCODE = String.raw`[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}`;
const US_STATE =
  '(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY])';
/** A number and one to four words of which the last says that it is a street: 221B Baker Street. */
const STREET = new RegExp(
  String.raw`(?<![\p{L}\p{N}#£$€.,/:-])(?:${UNIT},? )?\d{1,5}[A-Za-z]?(?:-\d{1,5})?,? (?:(?:north|south|east|west|[nsew])\.? )?(?:${WORD} |\d{1,3}(?:st|nd|rd|th) ){1,4}${STREET_TYPE}\b(?:\.(?=,| [#\d]| [a-z]))?(?:,? ${UNIT})?`,
  'giu',
);
const POSTCODE = new RegExp(String.raw`(?<![A-Za-z0-9])${UK_POSTCODE}(?![A-Za-z0-9])`, 'gi');
const PO_BOX = /\bP\.? ?O\.? Box \d{1,6}\b/gi;
/** What follows a street up to its postcode: `, Bristol, BS1 4QA`, `, Springfield, IL 62704`. */
const TOWN = new RegExp(
  String.raw`^(?:[,\n] ?| )(?:${WORD}(?: ${WORD}){0,2}(?:, ?| |\n)){0,3}(?:${UK_POSTCODE}|${US_STATE}(?:,? \d{5}(?:-\d{4})?)|\d{5}(?:-\d{4})?)(?![A-Za-z0-9])`,
  'iu',
);
/** Words that no street's name begins with, after a number: 3 items on the way, 2 weeks by the close. */
const NO_STREET =
  /\b(?:items?|days?|weeks?|months?|years?|hours?|minutes?|times?|orders?|people|of|on|in|to|by|at|for|and|or|is|are|was|were|the|my|your|its?|i|you|we|they|from|with|that|this|have|has|per|a|an|am|pm|more|left|out|off|but|not|no|ago|so|if|as)\b/i;

/** Street addresses as they are written in English, with house number, street, unit, town and postcode. */
export const addresses: Detector = {
  trigger: /\d[A-Za-z]?,? (?:\S+ ){1,5}\p{L}|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|\bbox \d/iu,
  *find({ plain }): Iterable<Span> {
    for (const { index, 0: found } of plain.matchAll(STREET)) {
      const words = found.replace(/^[^ ]* /, '').split(' ');
      const name = words.slice(0, -1).join(' ');
      const isWritten = /\p{Lu}/u.test(name) || !NO_STREET.test(name);
      if (!isWritten || NO_STREET.test(name.replace(/\bthe\b/i, ''))) continue;
      const start = index;
      const end = index + found.length;
      const town = TOWN.exec(plain.slice(end, end + 120));
      yield { start, end: end + (town?.[0].length ?? 0), kind: 'address' };
    }
    for (const pattern of [PO_BOX, POSTCODE]) {
      for (const { index, 0: found } of plain.matchAll(pattern)) {
        if (pattern === POSTCODE && !/^[A-Z]/.test(found) && !found.includes(' ')) continue;
        yield { start: index, end: index + found.length, kind: 'address' };
      }
    }
  },
};
