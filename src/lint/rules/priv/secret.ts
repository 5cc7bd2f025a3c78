import { articleExample } from '../../examples.js';
import { LineStarts } from '../../places.js';
import type { Rule } from '../../rule.js';

const KINDS: readonly (readonly [string, RegExp])[] = [
  ['an AWS access key', /^(?:AKIA|ASIA)[0-9A-Z]{16}$/],
  ['a Stripe key', /^(?:sk|rk)_(?:live|test)_\w{10,}$/],
  ['an API key', /^sk-[\w-]{20,}$/],
  ['a GitHub token', /^(?:gh[pousr]_\w{30,}|github_pat_\w{20,})$/],
  ['a GitLab token', /^glpat-[\w-]{20,}$/],
  ['a Slack token', /^xox[abeoprs]-[\w-]{10,}$/],
  ['a Google API key', /^AIza[\w-]{30,}$/],
  ['an npm token', /^npm_\w{30,}$/],
];
const LIKELY = /^(?:AKIA|ASIA|[sr]k[_-]|gh[pousr]_|github_pat_|glpat-|xox|AIza|npm_)/;
const ASSIGNED =
  /(?:password|passwd|pwd|api[_ -]?key|secret|access[_ -]?token|auth[_ -]?token)["']?\s{0,3}[:=]\s{0,3}["']?$/i;

export const secret: Rule = {
  meta: {
    id: 'priv/secret',
    summary: 'A key, token or password stands in the workspace: whoever reads the repository can use it.',
    severity: 'error',
    fixable: 'no',
    example: {
      // Put together from parts, so that scanners of this repository find nothing.
      fails: {
        'articles/refunds.md': articleExample(`Call it with \`${['AKIA', 'IOSFODNN7', 'EXAMPLE'].join('')}\`.`),
      },
      passes: { 'articles/refunds.md': articleExample('Call it with your key, such as `AKIA…`.') },
    },
  },
  *checkText({ path: file, text }) {
    const found: { what: string; at: number }[] = [];
    for (let at = text.indexOf('-----BEGIN'); at !== -1; at = text.indexOf('-----BEGIN', at + 1)) {
      if (/^-----BEGIN [A-Z ]{0,30}PRIVATE KEY/.test(text.slice(at, at + 60)))
        found.push({ what: 'a private key', at });
    }
    for (const index of runsOf(text)) {
      const run = /^[\w-]{1,4000}/.exec(text.slice(index, index + 4000))?.[0] ?? '';
      const kind = LIKELY.test(run) ? KINDS.find(([, pattern]) => pattern.test(run)) : undefined;
      if (kind) found.push({ what: kind[0], at: index });
      else if (run.startsWith('eyJ') && /^\.eyJ[\w-]{8,}/.test(text.slice(index + run.length, index + run.length + 40)))
        found.push({ what: 'a signed token (JWT)', at: index });
      else if (ASSIGNED.test(before(text, index))) found.push({ what: 'a password or key', at: index });
    }
    if (found.length === 0) return;
    const lines = new LineStarts(text, file);
    for (const { what, at } of found) {
      yield {
        message: `${what} stands in the text`,
        hint: 'revoke it now, then take it out: it stays in git’s history',
        ...lines.at(at),
      };
    }
  },
};

const SHORTEST = 12;

/** Where runs of letters, digits, `_` and `-` begin that are long enough for a key and hold a digit. */
function runsOf(text: string): number[] {
  const runs: number[] = [];
  for (let start = 0; start + SHORTEST <= text.length;) {
    // From where a run would have to reach, backwards: prose is passed over word by word.
    let at = start + SHORTEST - 1;
    while (at >= start && kindAt(text, at) !== 0) at -= 1;
    if (at < start) {
      at = start + SHORTEST;
      while (kindAt(text, at) !== 0) at += 1;
      let digit = start;
      while (digit < at && kindAt(text, digit) !== DIGIT) digit += 1;
      if (digit < at) runs.push(start);
    }
    start = at + 1;
  }
  return runs;
}

const DIGIT = 2;
/** Of ASCII: 0 for what ends a run, 1 for letters, `_` and `-`, 2 for digits. */
const RUN_CODES = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  return /\d/.test(character) ? DIGIT : /[\w-]/.test(character) ? 1 : 0;
});

function kindAt(text: string, at: number): number {
  return at < text.length ? (RUN_CODES[text.charCodeAt(at)] ?? 0) : 0;
}

/** What stands before a run when it is given as a value, after `:` or `=`; nothing otherwise. */
function before(text: string, index: number): string {
  for (let at = index - 1; at >= 0 && at > index - 5; at -= 1) {
    const character = text.charAt(at);
    if (character === ':' || character === '=') return text.slice(Math.max(0, at - 25), index);
    if (!' "\'`'.includes(character)) return '';
  }
  return '';
}
