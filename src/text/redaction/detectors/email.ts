import type { Detector, Span } from '../span.js';

const LOCAL = /[\p{L}\p{N}.!#$%&*+/=?^_{|}~'-]/u;
const DOMAIN = /[\p{L}\p{N}.-]/u;
/** RFC 5321: 64 octets before the @, 255 after it. */
const LONGEST_LOCAL = 64;
const LONGEST_DOMAIN = 255;
/** `ana (at) example dot com`: written out so that machines do not read it. */
const SPOKEN =
  /(?<![\w.])[a-z0-9][\w.+-]{0,63} ?(?:\[at\]|\(at\)|\{at\}| at ) ?[a-z0-9][a-z0-9-]{0,62}(?: ?(?:\[dot\]|\(dot\)|\{dot\}| dot ) ?[a-z0-9-]{2,62}){1,4}(?![\w-])/gi;

export const emails: Detector = {
  trigger: /@|\bdot\b/i,
  *find({ plain }): Iterable<Span> {
    for (let at = plain.indexOf('@'); at !== -1; at = plain.indexOf('@', at + 1)) {
      let start = at;
      while (start > 0 && at - start < LONGEST_LOCAL && LOCAL.test(plain[start - 1] as string)) start -= 1;
      // Chinese is written without blanks: 邮箱是ana@example.com begins at the first Latin letter.
      const local = plain.slice(start, at);
      const latin = /[A-Za-z0-9][^\p{Script=Han}]{0,63}$/u.exec(local);
      if (latin && /\p{Script=Han}/u.test(local)) start += latin.index;
      while (start < at && /[.!#$%&*/=?^{|}~'-]/.test(plain[start] as string)) start += 1;
      if (start === at) continue;
      let end = at + 1;
      while (end < plain.length && end - at <= LONGEST_DOMAIN && DOMAIN.test(plain[end] as string)) end += 1;
      const domain =
        /^(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,62})\.){1,8}[A-Za-z]{2,24}/.exec(plain.slice(at + 1, end)) ??
        /^(?:[\p{L}\p{N}][\p{L}\p{N}-]{0,62}\.){1,8}\p{L}{2,24}/u.exec(plain.slice(at + 1, end));
      if (domain) yield { start, end: at + 1 + domain[0].length, kind: 'email' };
    }
    if (plain.includes('dot') || plain.includes('DOT') || plain.includes('Dot')) {
      for (const { index, 0: found } of plain.matchAll(SPOKEN)) {
        yield { start: index, end: index + found.length, kind: 'email' };
      }
    }
  },
};
