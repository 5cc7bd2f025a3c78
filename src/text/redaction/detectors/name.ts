import type { Detector, Span } from '../span.js';
import { FIRST_NAMES } from './first-names.js';

/** A name's word: O'Brien, Jean-Luc, J., van. */
const CAPITAL = String.raw`\p{Lu}[\p{L}\p{M}]{0,24}(?:['-]\p{L}[\p{L}\p{M}]{0,24}){0,2}\.?`;
const PARTICLE = '(?:van|von|de|da|del|della|der|den|di|du|la|le|bin|ibn|al|el|dos)';
/** Up to four words of a name, particles aside. */
const FULL = String.raw`${CAPITAL}(?: (?:${PARTICLE} ){0,2}${CAPITAL}){0,3}`;
const ANY_WORD = String.raw`[\p{L}][\p{L}\p{M}'-]{0,24}`;

const TITLE = new RegExp(
  String.raw`(?<![\p{L}\p{N}])(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof)\.? ((?:${PARTICLE} ){0,2}${FULL})`,
  'gu',
);
/** The start of a line or a sentence: Dear Ms Smith, hi ana! */
const GREETING = new RegExp(
  String.raw`(?:^|[\n.!?] ?)[ \t>]{0,4}(?:dear|hi|hello|hey|hiya|good (?:morning|afternoon|evening|day)|thank you|thanks|cheers|sorry|welcome(?: back)?)(?: there)?,? (${ANY_WORD}(?: ${ANY_WORD}){0,2})(?=[ ]?(?:[,.!?:;\n-]|$))`,
  'giu',
);
/** Hello Ana Silva how can I help: the name ends where the capitals do. */
const OPEN_GREETING = new RegExp(
  String.raw`(?:^|\n)[ \t>]{0,4}(?:[Dd]ear|[Hh]i|[Hh]ello|[Hh]ey)(?: there)?,? (${FULL})(?![\p{L}'-])`,
  'gu',
);
const INTRODUCTION = new RegExp(
  String.raw`(?<![\p{L}'])(my (?:full |first |last |maiden )?name(?: is|'s)|(?:full |first |last |customer |contact |sur)?name ?[:=]|name's|under the name(?: of)?|in the name of|call me|speaking to|signed by|i am called|i'm called|recipient ?:|attn:?|c\/o) (${ANY_WORD}(?: ${ANY_WORD}){0,3})`,
  'giu',
);
const SELF = new RegExp(
  String.raw`(?<![\p{L}'])(?:[Ii]'m|[Ii] am|[Ii]m|[Tt]his is|[Ii]t's|[Hh]ere is) (${ANY_WORD}(?: ${ANY_WORD}){0,2})`,
  'gu',
);
/** The end of a message: Best regards, / Ana Silva. */
const SIGNATURE = new RegExp(
  String.raw`(?<![\p{L}])(?:(?:kind|best|warm|warmest|many) (?:regards|wishes|thanks)|regards|best|sincerely|yours (?:sincerely|faithfully|truly)|sincerely yours|yours|cheers|thanks(?: again| in advance| so much| a lot)?|thank you|thx|love|take care|respectfully|cordially)[ ]?[,.!-]{0,3}[ ]?(?:\n[ ]{0,4}){0,3}(${ANY_WORD}\.?(?: ${ANY_WORD}\.?){0,3})(?=[ ]?[.,!]?[ ]{0,3}(?:\n|$))`,
  'giu',
);
const DASHED = new RegExp(String.raw`(?:^|\n|[.!?,] ?)[ ]{0,3}(?:--|-|~)[ ]?(${FULL})(?=[ ]{0,3}(?:\n|$))`, 'gu');
/** D. or J.R.; without dots two at least, since a line may be T Shirt. */
const INITIALS = String.raw`(?!P\.? ?S\b)(?:(?:\p{Lu}\. ?){1,3}|(?:\p{Lu} ){2,3})`;
/** A last line of its own: D. Whitcombe; Priya; J R Smith (Mrs). At most where to reach somebody may follow. */
const LAST_LINE = new RegExp(
  String.raw`\n[ \t]{0,4}(${INITIALS}(?:${PARTICLE} ){0,2}${CAPITAL}|${CAPITAL}(?: ${CAPITAL})?)(?: ?\((?:Mrs?|Ms|Miss|Mx|Dr)\.?\))?[,.]?(?:[ \t]{0,3}\n{1,3}(?=[^\n]{0,60}(?:\d{4}|@\w))[^\n]{0,120}){0,2}\s{0,9}$`,
  'gu',
);
const AFTER_INITIALS = new RegExp(String.raw`^${INITIALS}(?:[a-z]{2,5} ){0,2}\p{Lu}[\p{L}\p{M}'-]{2}`, 'u');
/** What stands before a last line that is a signature rather than an answer, such as a size: the end of a sentence, or nothing. */
const SENTENCE_END = /(?:[.,!?;:)]|(?:^|\n)[ \t]{0,4})$/;
/** First names that are places and colours as well. */
const PLACES_AND_COLOURS = new Set(
  'adelaide alexandria amber austin boston brittany brooklyn charlotte chelsea china dallas denver eden florence france georgia hazel houston india ireland israel ivory ivy jade jasmine jordan kent lincoln london lorraine madison milan olive paris phoenix rose ruby savannah scarlet scarlett sienna sydney valencia vienna victoria violet virginia'.split(
    ' ',
  ),
);
/** The name that somebody goes by where messages are written: @ana_silva. */
const HANDLE = /(?<![\w@.])@[A-Za-z0-9_][\w.-]{1,29}/g;

/** Words that begin sentences, name no person, and stand where names stand. */
const NO_NAME = new Set(
  (
    'mr mrs ms miss mx dr prof a about account something anything whatever later tomorrow another maybe after again agent ago all also always am an and another any anybody anyone app apple are around as ask ' +
    'asking at available away back bad banking based be because been before best bot but buddy bye calling can card cheers ' +
    'chat checking clear colleague confused contacting cool could currently customer customers day dear desperate did ' +
    'different disappointed do done dude either english error everybody everyone excited expecting fine folks for friend ' +
    'friends frustrated from furious german getting girls glad going gone good got great guys had happy has have having he ' +
    'hello help her here hi him his hoping how i if in incorrect interested is issue it its just kind kindly ladies late ' +
    'like locked looking lost madam maam man many mate me merci missing mistake misspelled moving much my nearly need never ' +
    'new no nobody not nothing now of off ok okay on once one only or order other our out over partner paying people please ' +
    'pls problem ready really regarding regards reply returning right sad same see sent she should sir sirs since so ' +
    'somebody someone sorry spelled spelt standing still stuck stupid sure support system team than thank thanks that the ' +
    'their them then there they this those three tired to today tomorrow too totally trying two unable unhappy up update ' +
    'upset urgent us use user using very vip waiting want was we welcome well were what when where which who why will with ' +
    'within without wondering working worried would writing wrong yes yesterday yet you your yours monday tuesday wednesday ' +
    'thursday friday saturday sunday january february march april june july august september october november december ' +
    'christmas easter visa mastercard paypal amazon google facebook order refund parcel delivery shipping payment invoice ' +
    'regarding feedback assistance quick fast advance bunch bye-bye morning afternoon evening goodness alot lot again help ' +
    'helping understanding patience time response information info hearing asap email message american british chinese ' +
    "french spanish italian dutch polish indian australian canadian irish scottish welsh japanese it's thats " +
    "that's what's can't don't"
  ).split(' '),
);

/** Hello, I'd like to know. */
const CONTRACTION = /^(?:i|you|he|she|we|they|who|there)'(?:m|d|ll|ve|re|s)$/i;

/** Names in greetings, introductions, signatures and after titles, as English is written. */
export const englishNames: Detector = {
  trigger:
    /\b(?:mr|mrs|ms|miss|mx|dr|prof|sir|madam|dear|hi|hello|hey|hiya|good|thank|thanks|thx|cheers|sorry|welcome|name|name's|call me|i'm|im|i am|this is|it's|here is|regards|best|wishes|sincerely|yours|love|take care|respectfully|cordially|recipient|attn|c\/o|speaking)\b|@|-|\n/i,
  *find({ plain }): Iterable<Span> {
    for (const match of matches(plain, /\b(?:mr|mrs|ms|miss|mx|dr|prof)\b/i, TITLE))
      yield* lastGroup(match, nameIn(match[1] ?? '', 1));
    for (const match of matches(
      plain,
      /\b(?:dear|hi|hello|hey|hiya|good|thank|thanks|cheers|sorry|welcome)\b/i,
      GREETING,
    )) {
      const words = match[1] ?? '';
      yield* lastGroup(match, isCapital(words) ? nameIn(words, 1) : known(words));
    }
    for (const match of matches(plain, /\b(?:dear|hi|hello|hey)\b/i, OPEN_GREETING))
      yield* lastGroup(match, nameIn(match[1] ?? '', 1));
    for (const match of matches(plain, /name|call|speaking to|signed by|recipient|attn|c\/o/i, INTRODUCTION)) {
      const words = match[2] ?? '';
      yield* lastGroup(match, isCapital(words) ? nameIn(words, 1) : lowerName(words));
    }
    for (const match of matches(plain, /i'?m\b|i am\b|this is|it's|here is/i, SELF)) {
      const words = match[1] ?? '';
      // I'm Happy, I am German: two capitalised words, or one that is known as a name.
      const name = isCapital(words) ? nameIn(words, 1) : undefined;
      const isSure = name !== undefined && (known(words) !== undefined || name.includes(' '));
      yield* lastGroup(match, isSure ? name : known(words, true));
    }
    for (const match of matches(
      plain,
      /regards|best|wishes|sincerely|yours|cheers|thank|thx|love|take care|respectfully|cordially/i,
      SIGNATURE,
    )) {
      const words = match[1] ?? '';
      yield* lastGroup(match, isCapital(words) ? nameIn(words, 1) : known(words));
    }
    for (const match of matches(plain, /[-~]/, DASHED)) yield* lastGroup(match, nameIn(match[1] ?? '', 1));
    for (const match of matches(plain, /\n/, LAST_LINE)) {
      const words = match[1] ?? '';
      const isSigned = words.includes(' ') || SENTENCE_END.test(plain.slice(Math.max(0, match.index - 5), match.index));
      const [first = ''] = words.toLowerCase().split(' ');
      const name = isSigned && !PLACES_AND_COLOURS.has(first) ? known(words) : undefined;
      yield* within(match, AFTER_INITIALS.test(words) && nameIn(words, 2) === words ? words : name);
    }
    for (const { index, 0: found } of plain.matchAll(HANDLE)) {
      yield { start: index, end: index + found.replace(/[.-]+$/, '').length, kind: 'name' };
    }
  },
};

/** The matches of an expression that is dear, looked for only where a cheap one says that there may be some. */
function matches(plain: string, hint: RegExp, pattern: RegExp): Iterable<RegExpExecArray> {
  return hint.test(plain) ? plain.matchAll(pattern) : [];
}

/** The span of a name at the beginning of a match's last group. */
function* lastGroup(match: RegExpExecArray, name: string | undefined): Iterable<Span> {
  if (name === undefined) return;
  const start = match.index + match[0].length - (match.at(-1) ?? '').length;
  yield { start, end: start + name.replace(/\.$/, '').length, kind: 'name' };
}

/** The span of a name at the beginning of a match's only group, wherever that ends. */
function* within(match: RegExpExecArray, name: string | undefined): Iterable<Span> {
  if (name === undefined) return;
  const start = match.index + match[0].indexOf(match[1] ?? '');
  yield { start, end: start + name.replace(/\.$/, '').length, kind: 'name' };
}

function isCapital(words: string): boolean {
  return /^\p{Lu}/u.test(words);
}

/** The capitalised words at the beginning, up to the first that names nobody. */
function nameIn(words: string, least: number): string | undefined {
  const kept: string[] = [];
  let count = 0;
  for (const word of words.split(' ')) {
    const isParticle = /^(?:van|von|de|da|del|della|der|den|di|du|la|le|bin|ibn|al|el|dos)$/.test(word);
    const isInitial = /^\p{Lu}\.$/u.test(word);
    const isWord = !isCapital(word) || CONTRACTION.test(word) || NO_NAME.has(word.toLowerCase().replace(/\.$/, ''));
    if (!isParticle && !isInitial && isWord) break;
    kept.push(word);
    if (!isParticle) count += 1;
  }
  while (/^[a-z]/.test(kept.at(-1) ?? '')) kept.pop();
  return count >= least && kept.length > 0 ? kept.join(' ') : undefined;
}

/** A first name that is known, in any case, with the words after it that look like a surname. */
function known(words: string, alone = false): string | undefined {
  const [first = '', ...rest] = words.split(' ');
  if (!FIRST_NAMES.has(first.toLowerCase().replace(/\.$/, ''))) return undefined;
  // "thanks, will wait", "this is rob from accounts": a name that is a word as well stands alone or with its like.
  const isWord =
    /^(?:will|mark|may|grant|bill|rob|sue|dawn|hope|max|guy|frank|pat|jack|april|june|faith|grace|joy|rose|ruby|art)$/i;
  if (rest.length > 0 && isWord.test(first) && !/^(?:from|here|speaking|again)$/i.test(rest[0] ?? '')) return undefined;
  const surname = rest[0] ?? '';
  return surname !== '' && !alone && !NO_NAME.has(surname.toLowerCase()) ? `${first} ${surname}` : first;
}

/** my name is john smith: one or two words that could be anybody's. */
function lowerName(words: string): string | undefined {
  const kept: string[] = [];
  for (const word of words.split(' ').slice(0, 2)) {
    if (NO_NAME.has(word.toLowerCase()) || word.length < 2) break;
    kept.push(word);
  }
  return kept.length > 0 ? kept.join(' ') : undefined;
}
