export { foldForComparison, foldWhitespace } from './fold.js';
export { isUnspaced, normalise, tokenise } from './tokens.js';
export { printable } from './printable.js';
