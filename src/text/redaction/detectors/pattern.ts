import { createRequire } from 'node:module';
import type { RE2JS } from 're2js';
import type { Detector, Span } from '../span.js';

const load = createRequire(import.meta.url);

/**
 * A team's own pattern. RE2 matches in linear time, so that no pattern can be made to run for hours by a message.
 *
 * @param name - of the placeholder.
 * @throws {SyntaxError} for what RE2 does not understand, such as a look-behind.
 */
export function patternDetector(name: string, pattern: string): Detector {
  // Loaded on use: few workspaces have patterns of their own.
  const { RE2JS: Engine } = load('re2js') as { readonly RE2JS: typeof RE2JS };
  let compiled: RE2JS;
  try {
    compiled = Engine.compile(pattern);
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
