import { isIP } from 'node:net';
import type { Detector, Span } from '../span.js';

const FOUR = /(?<![\w.])\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}(?![\w]|\.\d)/g;
const SIX = /(?<![\w:.])[0-9a-f:]{2,39}(?:\.\d{1,3}){0,3}(?![\w:])/gi;

export const ipAddresses: Detector = {
  trigger: /\d\.\d{1,3}\.|:[0-9a-f]{0,4}:/i,
  *find({ plain }): Iterable<Span> {
    for (const { index, 0: found } of plain.matchAll(FOUR)) {
      // Version 1.2.3.4 of a program is no address.
      const isVersion = /(?:\bv|version|firmware|release|版本)[ :]{0,2}$/i.test(
        plain.slice(Math.max(0, index - 12), index),
      );
      if (isIP(found) === 4 && !isVersion) yield { start: index, end: index + found.length, kind: 'ip' };
    }
    for (const { index, 0: found } of plain.matchAll(SIX)) {
      if (found.length > 2 && isIP(found) === 6) yield { start: index, end: index + found.length, kind: 'ip' };
    }
  },
};
