import type { RE2JS } from 're2js';
import { compileRe2 } from '../../re2.js';
import type { Detector, Span } from '../span.js';

/**
 * A team's own pattern.
 *
 * @param name - of the placeholder.
 * @throws {SyntaxError} for what RE2 does not understand, such as a look-behind.
 */
export function patternDetector(name: string, pattern: string): Detector {
  let compiled: RE2JS;
  try {
    compiled = compileRe2(pattern);
  } catch (error) {
    throw new SyntaxError(`${name}: ${(error as Error).message}`, { cause: error });
  }
  return {
    trigger: /./s,
    *find({ plain }): Iterable<Span> {
      const matcher = compiled.matcher(plain);
      while (matcher.find()) yield { start: matcher.start(), end: matcher.end(), kind: name };
    },
  };
}
