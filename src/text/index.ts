export { foldForComparison, foldWhitespace } from './fold.js';
