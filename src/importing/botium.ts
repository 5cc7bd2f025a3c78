import { OUT_OF_SCOPE, type Workspace } from '../workspace/index.js';

/** Texts of Botium's `*.utterances.txt` files by their reference code. */
export type BotiumUtterances = ReadonlyMap<string, readonly string[]>;

/** Reads `*.utterances.txt`: the reference code first, then an example a line. */
export function readBotiumUtterances(text: string): { readonly code: string; readonly texts: readonly string[] } {
  const [code = '', ...texts] = linesOf(text).filter((line) => line !== '');
  return { code, texts };
}

/**
 * Reads `*.convo.txt` as the fields of a scenario: what `#me` says, and of `#bot` the asserter `INTENT`, and a text that must
 * be, or with `!` must not be, in the answer. Codes of utterances become their first example; a code that is an intent of the
 * workspace, a drawn turn. Other asserters have no counterpart here and are told.
 *
 * @returns the fields, and the lines that were left out.
 * @see codeforequity-at/botium-docs docs/05_botiumscript
 */
export function readBotiumConvo(
  text: string,
  utterances: BotiumUtterances,
  workspace: Workspace,
): { readonly fields: Readonly<Record<string, unknown>>; readonly leftOut: readonly string[] } {
  const intents = new Set(workspace.intents.map(({ intent }) => intent));
  const leftOut: string[] = [];
  const turns: { customer: unknown; expect: Record<string, unknown> }[] = [];
  const [name = 'A conversation', ...rest] = linesOf(text);
  let section = '';
  for (const line of rest) {
    if (line === '') continue;
    if (line.startsWith('#')) {
      section = line.split(/\s+/)[0] ?? '';
      if (section === '#include') leftOut.push(line);
    } else if (section === '#me') {
      const drawn = intents.has(line) && !utterances.has(line);
      turns.push({ customer: drawn ? { intent: line } : (utterances.get(line)?.[0] ?? line), expect: {} });
    } else if (section === '#bot') {
      const expect = turns.at(-1)?.expect;
      const intent = /^INTENT\s+(\S.*)$/.exec(line)?.[1];
      if (!expect) leftOut.push(line);
      else if (intent !== undefined) expect['intent'] = intent === 'None' ? OUT_OF_SCOPE : intent;
      else if (/^[A-Z][A-Z_]+(?:\s|$)/.test(line)) leftOut.push(line);
      else if (line.startsWith('?')) leftOut.push(line);
      else {
        const kind = line.startsWith('!') ? 'lacks' : 'contains';
        const reply = (expect['reply'] ?? {}) as Record<string, string[]>;
        const said = line.replace(/^!/, '').trim();
        expect['reply'] = {
          ...reply,
          [kind]: [...(reply[kind] ?? []), ...(utterances.get(said)?.slice(0, 1) ?? [said])],
        };
      }
    }
  }
  return { fields: { scenario: name, turns }, leftOut };
}

function linesOf(text: string): string[] {
  return text.split(/\r?\n/).map((line) => line.trim());
}
