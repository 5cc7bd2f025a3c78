import type { Detector, Span } from '../span.js';

const ADDRESS =
  /(?<![\w@])(?:[a-z][a-z0-9+]{1,9}:\/\/|www\.)[^\s<>"'`|\\^{}\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]{1,4096}/gi;
/** The same without a scheme: `shop.example/reset?token=…`; only what has a path can carry a secret. */
const BARE =
  /(?<![\w@./-])[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,5}\.[a-z]{2,18}\/[^\s<>"'`|\\^{}\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]{1,4096}/gi;

/**
 * Addresses that carry something of somebody: a query, a fragment with a value, a user, or a part that is no plain word.
 * The address of a page (`https://shop.example/returns`) says what a message is about, and stays.
 */
export const urls: Detector = {
  trigger: /:\/\/|www\.|\.[a-z]{2,18}\//i,
  *find({ plain }): Iterable<Span> {
    for (const pattern of [ADDRESS, BARE]) {
      for (const { index, 0: found } of plain.matchAll(pattern)) {
        const address = found.replace(/[.,;:!?)\]*_]{1,20}$/, '');
        if (carriesSomething(address)) yield { start: index, end: index + address.length, kind: 'url' };
      }
    }
  },
};

function carriesSomething(address: string): boolean {
  const rest = address.replace(/^[a-z][a-z0-9+]{1,9}:\/\//i, '');
  const slash = rest.search(/[/?#]/);
  const host = slash === -1 ? rest : rest.slice(0, slash);
  if (host.includes('@') || /^\d{1,3}(?:\.\d{1,3}){3}/.test(host)) return true;
  if (slash === -1) return false;
  const path = rest.slice(slash);
  if (/[?@=]/.test(path)) return true;
  return path.split(/[/#]/).some((part) => {
    const digits = part.replace(/[^0-9]/g, '').length;
    return digits >= 5 || (digits > 0 && part.length >= 8) || part.length >= 40 || /[A-Z][a-z0-9]{0,3}[A-Z]/.test(part);
  });
}
