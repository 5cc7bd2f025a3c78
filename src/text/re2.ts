import { createRequire } from 'node:module';
import type { RE2JS } from 're2js';

const load = createRequire(import.meta.url);

/**
 * Compiles a pattern that people wrote, in RE2 syntax: it matches in linear time, so that no message can make it run for
 * hours. Look-around and back-references, which cannot be matched so, are not in the syntax.
 *
 * @throws {SyntaxError} in words, for what RE2 does not understand.
 */
export function compileRe2(pattern: string): RE2JS {
  // Loaded on use: few workspaces have patterns of their own.
  const { RE2JS: Engine } = load('re2js') as { readonly RE2JS: typeof RE2JS };
  try {
    return Engine.compile(pattern);
  } catch (error) {
    throw new SyntaxError((error as Error).message.replace(/^error parsing regexp: /, ''), { cause: error });
  }
}
