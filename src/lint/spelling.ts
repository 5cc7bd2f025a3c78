import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { ArticleText } from './article-text.js';
import { HashSet } from './words.js';

/** A word that the dictionary lacks, where an article has it first. */
export interface UnknownWord {
  readonly word: string;
  readonly start: number;
  readonly line: number;
  readonly column: number;
}

/** Words of online shops and services that the dictionary, made for prose, lacks. */
const SERVICE_WORDS =
  'webshop webshops chatbot chatbots signup signups dropdown dropdowns preorder preorders preordered backorder backorders backordered crypto webpage webpages redelivery redeliveries giftcard giftcards hotline hotlines helpdesk helpdesks timeframe timeframes timezone timezones tickbox tickboxes onboarding autofill upgradable upgradeable activewear babywear homeware homewares sportswear cancelation cancelations backend frontend into wishlist wishlists paywall firmware popup popups prepaid cashback chargeback chargebacks clickable geolocation microsite omnichannel login logins username usernames subfolder permalink emoji emojis favourited resend reschedule rescheduling reauthorise reauthorisation whitelist blacklist untick unticked autopay autorenew rebook rebooked rebooking'.split(
    ' ',
  );

const WORD = /^[a-z]{4,24}$/;

/** Words of an English article that the dictionary lacks, each once. Names (capitals) and codes (digits) are left out. */
export function unknownWords(text: ArticleText): readonly UnknownWord[] {
  if (!text.article.language.startsWith('en')) return [];
  const { words } = text;
  const { prose } = text.markdown;
  const unknown = new Map<string, UnknownWord>();
  for (let i = 0; i < words.count; i += 1) {
    const start = words.starts[i] as number;
    const end = words.ends[i] as number;
    if (end - start < 4 || remembered.has(words.hashes[i] as number)) continue;
    const written = prose.slice(start, end);
    const word = written.replaceAll('’', "'").replace(/'s$/, '');
    // Only lower case is judged; then the hash, which folds case, may be remembered for a lower-case word only.
    if (!WORD.test(word)) continue;
    if (dictionary().has(word)) {
      if (word === written) remembered.add(words.hashes[i] as number);
      continue;
    }
    // What the article also writes in capitals is an abbreviation.
    if (isPartOfCode(prose, start, end) || unknown.has(word) || prose.includes(word.toUpperCase())) continue;
    const { line, column } = text.at(start);
    unknown.set(word, { word, start, line, column });
  }
  return [...unknown.values()];
}

/** `harbourandpine.example`, `user_name`, `a/b`: parts of addresses and names, no words. */
function isPartOfCode(text: string, start: number, end: number): boolean {
  const before = text.charAt(start - 1);
  const after = text.charAt(end);
  return (
    /[@._/\\=#<{$%&]/.test(before) || /[@_/\\=}>]/.test(after) || (after === '.' && /[a-z]/.test(text.charAt(end + 1)))
  );
}

/** Hashes of words once found in the dictionary. */
const remembered = new HashSet();

let loaded: Dictionary | undefined;

export function dictionary(): Dictionary {
  return (loaded ??= new Dictionary());
}

interface Suffix {
  readonly strip: string;
  readonly add: string;
  readonly condition: RegExp;
}

/**
 * The English Hunspell dictionary of the package `dictionary-en` with its one-step suffixes and prefixes; British
 * spellings are known through their American ones, and regular words of known parts ("durations", "reposted",
 * "selectable") through these.
 */
class Dictionary {
  private readonly flags = new Map<string, string>();
  /** Entries with a capital: no parts of other words. */
  private readonly names = new Set<string>();
  private readonly suffixes = new Map<string, (Suffix & { readonly flag: string })[]>();
  private readonly prefixes: { readonly flag: string; readonly add: string }[] = [];

  constructor() {
    const folder = path.dirname(createRequire(import.meta.url).resolve('dictionary-en'));
    for (const line of readFileSync(path.join(folder, 'index.dic'), 'utf8').split('\n').slice(1)) {
      const slash = line.indexOf('/');
      const entry = slash === -1 ? line : line.slice(0, slash);
      const word = entry.toLowerCase();
      if (entry === word) this.names.delete(word);
      else if (!this.flags.has(word)) this.names.add(word);
      this.flags.set(word, (this.flags.get(word) ?? '') + (slash === -1 ? '' : line.slice(slash + 1)));
    }
    for (const word of SERVICE_WORDS) this.flags.set(word, this.flags.get(word) ?? '');
    for (const line of readFileSync(path.join(folder, 'index.aff'), 'utf8').split('\n')) {
      const [kind, flag = '', strip = '', add = '', condition] = line.trim().split(/\s+/);
      if (condition === undefined || /^\d+$/.test(add)) continue;
      if (kind === 'PFX') this.prefixes.push({ flag, add });
      if (kind !== 'SFX') continue;
      const list = this.suffixes.get(add.slice(-1)) ?? [];
      list.push({ flag, strip: strip === '0' ? '' : strip, add, condition: new RegExp(`(?:${condition})$`) });
      this.suffixes.set(add.slice(-1), list);
    }
  }

  /** @param word - in lower case. */
  has(word: string): boolean {
    return this.lists(word) || partsOf(word).some((part) => this.isPart(part));
  }

  /** Whether the dictionary itself has it, in an American or a British spelling. */
  private lists(word: string): boolean {
    return this.hasAmerican(word) || americanForms(word).some((form) => this.hasAmerican(form));
  }

  private isPart(word: string): boolean {
    return word.length > 4 && !this.names.has(word) && this.hasAmerican(word);
  }

  private hasAmerican(word: string): boolean {
    if (this.hasSuffixed(word)) return true;
    for (const { flag, add } of this.prefixes) {
      if (word.startsWith(add) && word.length > add.length + 2 && this.hasSuffixed(word.slice(add.length), flag))
        return true;
    }
    return false;
  }

  private hasSuffixed(word: string, prefix = ''): boolean {
    const own = this.flags.get(word);
    if (own?.includes(prefix)) return true;
    for (const { flag, strip, add, condition } of this.suffixes.get(word.slice(-1)) ?? []) {
      if (!word.endsWith(add)) continue;
      const stem = word.slice(0, word.length - add.length) + strip;
      const flags = this.flags.get(stem);
      if (flags !== undefined && flags.includes(flag) && flags.includes(prefix) && condition.test(stem)) return true;
    }
    return false;
  }

  private pairs: ReadonlyMap<string, number> | undefined;

  /** How many pairs of neighbouring letters of a word hardly any word of the dictionary has. */
  rarePairs(word: string): number {
    if (!this.pairs) {
      const counts = new Map<string, number>();
      for (const known of this.flags.keys()) {
        for (let i = 0; i + 2 <= known.length; i += 1) {
          const pair = known.slice(i, i + 2);
          counts.set(pair, (counts.get(pair) ?? 0) + 1);
        }
      }
      this.pairs = counts;
    }
    let rare = 0;
    for (let i = 0; i + 2 <= word.length; i += 1) if ((this.pairs.get(word.slice(i, i + 2)) ?? 0) < 12) rare += 1;
    return rare;
  }

  /** A word one edit away: a letter too much, too few, wrong, or two swapped; the likeliest first. */
  suggest(word: string): string | undefined {
    const letters = 'etaoinsrhldcumfpgwybvkxjqz';
    for (let i = 0; i < word.length - 1; i += 1) {
      const swapped = word.slice(0, i) + word.charAt(i + 1) + word.charAt(i) + word.slice(i + 2);
      if (swapped !== word && this.lists(swapped)) return swapped;
    }
    for (let i = 0; i < word.length; i += 1) {
      const shorter = word.slice(0, i) + word.slice(i + 1);
      if (shorter.length > 2 && this.lists(shorter)) return shorter;
    }
    for (let i = 1; i <= word.length; i += 1) {
      for (const letter of letters) {
        const longer = word.slice(0, i) + letter + word.slice(i);
        if (this.lists(longer)) return longer;
      }
    }
    for (let i = 0; i < word.length; i += 1) {
      for (const letter of letters) {
        const other = word.slice(0, i) + letter + word.slice(i + 1);
        if (this.lists(other)) return other;
      }
    }
    return undefined;
  }
}

/** What a regular word would be made of; none of the endings is one that a slip of the keys makes. */
function partsOf(word: string): string[] {
  const parts: string[] = [];
  if (/[^sui]s$/.test(word)) parts.push(word.slice(0, -1));
  const rest = /^(?:un|re|pre|sub|non|mis)(?=.{3,}(?:ed|ing|es|able|ad|ads|set|sets)$)(.+)$/.exec(word)?.[1];
  if (rest !== undefined) parts.push(rest);
  const stem = /^(.{5,})able$/.exec(word)?.[1];
  if (stem !== undefined) parts.push(stem, `${stem}e`);
  return parts;
}

function americanForms(word: string): string[] {
  const forms: string[] = [];
  const add = (pattern: RegExp, by: string): void => {
    if (pattern.test(word)) forms.push(word.replace(pattern, by));
  };
  add(/our(?=$|s$|ed$|ing$|ful|able|ite|less|er)/, 'or');
  add(/is(?=e$|ed$|es$|ing$|ation|er$|ers$|able$)/, 'iz');
  add(/ys(?=e$|ed$|es$|ing$)/, 'yz');
  add(/re(?=s?$)/, 'er');
  add(/ll(?=ed$|ing$|er$|ers$|ery$)/, 'l');
  add(/l(?=ful|ment)/, 'll');
  add(/ss(?=ed$|es$|ing$)/, 's');
  add(/dgement/, 'dgment');
  add(/practis/, 'practic');
  add(/ence(?=s?$)/, 'ense');
  add(/ogue(?=s?$)/, 'og');
  add(/que(?=s?$)/, 'ck');
  add(/grey/, 'gray');
  add(/(?<=^|f|man|diarrh|hom|am)oe|(?<=^|an|p|medi|h|c|k)ae/, 'e');
  add(/programme/, 'program');
  add(/tyre/, 'tire');
  add(/jewellery/, 'jewelry');
  add(/mould/, 'mold');
  add(/plough/, 'plow');
  add(/aluminium/, 'aluminum');
  add(/(?<=t|r)re(?=d$)/, 'ere');
  return forms;
}
