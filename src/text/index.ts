export { foldForComparison, foldWhitespace } from './fold.js';
export { isUnspaced, MAX_MESSAGE_LENGTH, normalise, tokenise } from './tokens.js';
export { printable } from './printable.js';
export { guessLanguage, learnLanguages, type LanguageGuesser, type LanguageSample } from './language.js';
export { bareClause, clauseBounds } from './clauses.js';
export { wordSpans, type WordSpan } from './word-spans.js';
export { seededRandom, type Random } from './random.js';
export { perturbationNames, vary } from './perturbations/registry.js';
export { MAX_LINE_BYTES, readLines, type UnreadableLine } from './lines.js';
