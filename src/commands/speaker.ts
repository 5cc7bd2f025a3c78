import { isValueOf, valuesOf, type Facts, type Opening } from '../assistant/index.js';
import { KbError, type Problem } from '../problem.js';
import { nearestName, type FactValue, type Settings } from '../workspace/index.js';

/** The flags that say who speaks, and where. */
export interface SpeakerFlags {
  readonly as?: string;
  readonly channel?: string;
  readonly lang?: string;
  readonly fact?: readonly string[];
}

/**
 * The opening of a conversation as the flags say; what they leave open is the first that kb.yaml names.
 *
 * @throws {KbError} with every wrong name or value at once.
 */
export function openingFrom(flags: SpeakerFlags, settings: Settings): Opening {
  const problems: Problem[] = [];
  const named = (kind: string, value: string | undefined, known: readonly string[]): string | undefined => {
    if (value !== undefined && !known.includes(value)) problems.push(unknownName(kind, value, known));
    return value ?? known[0];
  };
  const segment = named('segment', flags.as, settings.segments);
  const channel = named('channel', flags.channel, Object.keys(settings.channels));
  if (flags.lang !== undefined) named('language', flags.lang, settings.languages);
  const facts: Record<string, FactValue> = {};
  for (const given of flags.fact ?? []) {
    const parsed = parseFact(given, settings);
    if ('problem' in parsed) problems.push(parsed.problem);
    else Object.assign(facts, parsed.facts);
  }
  if (problems.length > 0) throw new KbError(problems);
  return {
    customer: { ...(segment !== undefined && { segment }), ...(flags.lang !== undefined && { language: flags.lang }) },
    ...(channel !== undefined && { channel }),
    facts,
  };
}

export function unknownName(kind: string, value: string, known: readonly string[]): Problem {
  const nearest = nearestName(value, known);
  return {
    code: 'usage/invalid-value',
    severity: 'error',
    message: `kb.yaml declares no ${kind} "${value}"`,
    hint: nearest === undefined ? `known: ${known.join(', ') || 'none'}` : `did you mean "${nearest}"?`,
  };
}

/** Reads `order_status=lost`. */
export function parseFact(
  given: string,
  settings: Settings,
): { readonly facts: Facts } | { readonly problem: Problem } {
  const split = given.indexOf('=');
  const name = split === -1 ? given : given.slice(0, split);
  const text = split === -1 ? '' : given.slice(split + 1);
  const fact = Object.hasOwn(settings.facts, name) ? settings.facts[name] : undefined;
  if (!fact) return { problem: unknownName('fact', name, Object.keys(settings.facts)) };
  const value: FactValue =
    fact.type === 'number' && text.trim() !== ''
      ? Number(text)
      : fact.type === 'boolean' && /^(true|false|yes|no)$/.test(text)
        ? text === 'true' || text === 'yes'
        : text;
  if (isValueOf(fact, value)) return { facts: { [name]: value } };
  const message = `"${name}" is ${valuesOf(fact)}, got "${text}"`;
  return { problem: { code: 'usage/invalid-value', severity: 'error', message, hint: `--fact ${name}=VALUE` } };
}
