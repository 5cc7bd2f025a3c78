import type { Place, Problem } from '../problem.js';
import { LineStarts } from './places.js';
import type { Files } from './texts.js';

/**
 * A comment that switches rules off in a part of a file:
 *
 *     <!-- kb-disable-next-line utt/too-long -- a real message, kept whole -->
 *     <!-- kb-disable utt/too-long, utt/multi-intent -- reason -->   up to kb-enable, or the end
 *     <!-- kb-disable-file kb/reading-level -- reason -->
 *
 * In YAML (front matter, scenarios, kb.yaml) the same after `#`.
 */
interface Disable {
  readonly rules: readonly string[];
  readonly from: number;
  /** The last line that it covers. */
  readonly to: number;
  readonly reason: string;
  readonly comment: { readonly start: number; readonly end: number };
  readonly used: Set<string>;
}

/** Which rules have had their say. */
interface Ran {
  readonly rules: ReadonlySet<string>;
  readonly known: ReadonlySet<string>;
  /** Whether they saw all files: what a comment hides may have to do with one that cannot be read just now. */
  readonly sawAll: boolean;
}

const COMMENT =
  /(?:<!--|#)[ \t]*kb-(disable-next-line|disable-file|disable|enable)(?![\w-])([^\n]{0,500}?)(?:-->|\r?$|\r?\n)/g;

/**
 * Takes out what comments disable, and reports comments that hide nothing or give no reason.
 *
 * @param files - those that may hold such comments.
 */
export function applyDisables(
  problems: readonly Problem[],
  files: Files,
  ran: Ran,
): { readonly kept: readonly Problem[]; readonly hidden: number; readonly found: readonly Problem[] } {
  const byFile = new Map<string, readonly Disable[]>();
  for (const [file, { text }] of files) byFile.set(file, readDisables(text));
  if (byFile.size === 0) return { kept: problems, hidden: 0, found: [] };
  const kept = problems.filter(({ code, file, line = 1 }) => {
    // All that cover a finding count as used: which of two is the needless one is for people to say.
    const covering = (byFile.get(file ?? '') ?? []).filter(
      ({ rules, from, to }) => from <= line && line <= to && (rules.length === 0 || rules.includes(code)),
    );
    for (const { used } of covering) used.add(code);
    return covering.length === 0;
  });
  const found: Problem[] = [];
  for (const [file, disables] of byFile) {
    const { text = '' } = files.get(file) ?? {};
    const lines = new LineStarts(text, file);
    for (const disable of disables) found.push(...judge(disable, lines, ran, file, text));
  }
  return { kept, hidden: problems.length - kept.length, found };
}

function* judge(
  { rules, reason, comment, used }: Disable,
  lines: LineStarts,
  ran: Ran,
  file: string,
  text: string,
): Generator<Problem> {
  const place: Place = lines.at(comment.start);
  if (reason === '') {
    yield {
      code: 'cfg/disable-without-reason',
      severity: 'warning',
      message: 'this comment does not say why',
      hint: 'add the reason after two dashes: kb-disable-next-line RULE -- REASON',
      ...place,
    };
  }
  for (const rule of rules) {
    if (!ran.known.has(rule)) {
      yield { code: 'cfg/unknown-rule', severity: 'error', message: `no rule is called "${rule}"`, ...place };
    }
  }
  // A rule that has not run (off, or for want of a model) may well be needed.
  const unused = rules.length === 0 ? used.size === 0 : rules.every((rule) => !used.has(rule) && ran.rules.has(rule));
  if (unused && ran.sawAll) {
    const { start, end } = wholeLine(text, comment);
    yield {
      code: 'cfg/unused-disable',
      severity: 'warning',
      message: `nothing to disable here${rules.length === 0 ? '' : `: ${rules.join(', ')}`}`,
      hint: 'take the comment out',
      ...place,
      // One that names no rule may be meant for any that has not run.
      ...(rules.length > 0 && { fix: [{ file, start, end, text: '' }] }),
    };
  }
}

/** The comment, with its line where it stands alone. */
function wholeLine(text: string, { start, end }: { start: number; end: number }): { start: number; end: number } {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const newline = text.indexOf('\n', end);
  const lineEnd = newline === -1 ? text.length : newline + 1;
  const isAlone = text.slice(lineStart, start).trim() === '' && text.slice(end, lineEnd).trim() === '';
  return isAlone ? { start: lineStart, end: lineEnd } : { start, end };
}

function readDisables(text: string): readonly Disable[] {
  const lines = new LineStarts(text, '');
  const disables: Disable[] = [];
  const open: { disable: Omit<Disable, 'to'>; index: number }[] = [];
  for (const match of text.matchAll(COMMENT)) {
    const [all, kind, rest = ''] = match;
    const { line } = lines.at(match.index);
    const [list = '', ...reason] = rest.split(/\s--\s/);
    const rules = list.split(/[\s,]+/).filter((rule) => rule !== '');
    const end = match.index + all.replace(/\r?\n?$/, '').length;
    const common = {
      rules,
      reason: reason.join(' -- ').trim(),
      comment: { start: match.index, end },
      used: new Set<string>(),
    };
    if (kind === 'disable-file') disables.push({ ...common, from: 1, to: Infinity });
    else if (kind === 'disable-next-line') disables.push({ ...common, from: line + 1, to: line + 1 });
    else if (kind === 'disable') {
      open.push({ disable: { ...common, from: line }, index: disables.length });
      disables.push({ ...common, from: line, to: Infinity });
    } else {
      for (const { disable, index } of open.splice(0)) {
        if (rules.length === 0 || disable.rules.some((rule) => rules.includes(rule))) {
          disables[index] = { ...disable, to: line };
        } else open.push({ disable, index });
      }
    }
  }
  return disables;
}
