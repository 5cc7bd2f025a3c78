import { compileRe2, normalise, MAX_MESSAGE_LENGTH } from '../text/index.js';
import type { Fact, FactValue, Settings } from '../workspace/index.js';
import { yesOrNo } from './cues.js';
import type { Facts } from './types.js';

/** Facts that a message tells by their form alone: those with a `pattern`. */
export function factsIn(text: string, settings: Settings): Facts {
  const found: Record<string, FactValue> = {};
  for (const [name, fact] of Object.entries(settings.facts)) {
    if (fact.type !== 'string' || fact.pattern === undefined) continue;
    const value = match(text, fact.pattern);
    if (value !== undefined) found[name] = value;
  }
  return found;
}

/** The value that a message gives for a fact it was asked for, if it gives one. */
export function answerTo(fact: Fact, text: string): FactValue | undefined {
  const plain = normalise(text);
  switch (fact.type) {
    case 'string': {
      if (fact.pattern !== undefined) return match(text, fact.pattern);
      const words = text.trim().split(/\s+/);
      return words.length <= 4 && !text.includes('?') && !text.includes('？') ? text.trim() : undefined;
    }
    case 'enum':
      return fact.values.find((value) => plain.includes(normalise(value).replaceAll('_', ' ')));
    case 'number': {
      const number = /-?\d+(?:[.,]\d+)?/.exec(plain)?.[0];
      return number === undefined ? undefined : Number(number.replace(',', '.'));
    }
    case 'boolean':
      return yesOrNo(text);
    case 'date':
      return /\b\d{4}-\d{2}-\d{2}\b/.exec(plain)?.[0];
  }
}

/** Whether a value is one that kb.yaml allows for the fact. */
export function isValueOf(fact: Fact, value: FactValue): boolean {
  switch (fact.type) {
    case 'string':
      return typeof value === 'string' && (fact.pattern === undefined || match(value, fact.pattern) === value);
    case 'enum':
      return typeof value === 'string' && fact.values.includes(value);
    case 'number':
      return typeof value === 'number' && Number.isFinite(value);
    case 'boolean':
      return typeof value === 'boolean';
    case 'date':
      return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value);
  }
}

const patterns = new Map<string, ReturnType<typeof compileRe2>>();

/** The first place where a pattern stands free of letters and digits around it: no order number in a phone number. */
function match(text: string, pattern: string): string | undefined {
  let compiled = patterns.get(pattern);
  if (!compiled) patterns.set(pattern, (compiled = compileRe2(`(?:^|[^A-Za-z0-9])(${pattern})(?:$|[^A-Za-z0-9])`)));
  const matcher = compiled.matcher(text.slice(0, MAX_MESSAGE_LENGTH));
  return (matcher.find() && matcher.group(1)) || undefined;
}

/** What kb.yaml allows for a fact, in words. */
export function valuesOf(fact: Fact): string {
  if (fact.type === 'enum') return `one of ${fact.values.join(', ')}`;
  return fact.type === 'string' && fact.pattern !== undefined ? `a string like ${fact.pattern}` : `a ${fact.type}`;
}
