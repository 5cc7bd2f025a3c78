import { fingerprintOf, rules, type LintResult } from '../lint/index.js';
import { compareText, type Problem, type Severity } from '../problem.js';
import { escapeMarkup } from './markup.js';
import { jsonText } from './json.js';

/** Reports for other programs. None holds a time, a colour or an absolute path: two runs compare equal. */

const LEVEL = { error: 'error', warning: 'warning', info: 'note' } as const;

/** Codes that are no rule: problems of reading files. */
function ruleIds(problems: readonly Problem[]): readonly string[] {
  const known = rules.map(({ meta }) => meta.id as string);
  const others = problems.map(({ code }) => code as string).filter((code) => !known.includes(code));
  return [...known, ...new Set(others)].toSorted(compareText);
}

/** Where a report is read. */
export interface Repository {
  /** The workspace's folder in it, which hosts need to find a file; absent where it is the repository itself. */
  readonly folder?: string;
}

function inRepository(file: string | undefined, { folder }: Repository): string {
  const path = file ?? 'kb.yaml';
  return folder === undefined ? path : `${folder}/${path}`;
}

/** @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html */
export function sarif(result: LintResult, repository: Repository = {}): string {
  const ids = ruleIds(result.problems);
  const byId = new Map(rules.map((rule) => [rule.meta.id as string, rule]));
  const location = ({ file, line, column }: Pick<Problem, 'file' | 'line' | 'column'>): object => ({
    artifactLocation: { uri: encodeURI(inRepository(file, repository)), uriBaseId: '%SRCROOT%' },
    ...(line !== undefined && { region: { startLine: line, ...(column !== undefined && { startColumn: column }) } }),
  });
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'kb',
            informationUri: 'https://www.npmjs.com/package/kb-intent',
            rules: ids.map((id) => {
              const meta = byId.get(id)?.meta;
              return {
                id,
                shortDescription: { text: meta?.summary ?? 'A file cannot be read.' },
                defaultConfiguration: { level: LEVEL[meta?.severity ?? 'error'] },
              };
            }),
          },
        },
        columnKind: 'utf16CodeUnits',
        results: result.problems.map((problem) => ({
          ruleId: problem.code,
          ruleIndex: ids.indexOf(problem.code),
          level: LEVEL[problem.severity],
          message: { text: problem.hint === undefined ? problem.message : `${problem.message}. ${problem.hint}` },
          locations: [{ physicalLocation: location(problem) }],
          ...(problem.related && {
            relatedLocations: problem.related.map((place, index) => ({
              id: index + 1,
              physicalLocation: location(place),
              message: { text: place.message },
            })),
          }),
          partialFingerprints: { 'kb/v1': fingerprintOf(problem, result.texts) },
        })),
      },
    ],
  };
  return jsonText(log);
}

/** One case for each file and rule; a file without findings is one case that passes. */
export function junit(result: LintResult): string {
  const byFile = new Map<string, Map<string, Problem[]>>([...result.texts.keys()].map((file) => [file, new Map()]));
  for (const problem of result.problems) {
    const file = problem.file ?? 'kb.yaml';
    const codes = byFile.get(file) ?? new Map<string, Problem[]>();
    byFile.set(file, codes);
    codes.set(problem.code, [...(codes.get(problem.code) ?? []), problem]);
  }
  const cases: string[] = [];
  let failures = 0;
  for (const [file, codes] of [...byFile].toSorted(([a], [b]) => compareText(a, b))) {
    if (codes.size === 0) cases.push(`    <testcase classname="${escapeMarkup(file)}" name="lint"/>`);
    for (const [code, problems] of [...codes].toSorted(([a], [b]) => compareText(a, b))) {
      const [first] = problems;
      const text = problems.map(inWords).join('\n');
      const isFailure = problems.some(({ severity }) => severity !== 'info');
      if (isFailure) failures += 1;
      const inner = isFailure
        ? `<failure message="${escapeMarkup(first?.message ?? '')}" type="${escapeMarkup(first?.severity ?? 'error')}">${escapeMarkup(text)}</failure>`
        : `<system-out>${escapeMarkup(text)}</system-out>`;
      const place = `file="${escapeMarkup(file)}"${first?.line === undefined ? '' : ` line="${first.line}"`}`;
      cases.push(
        `    <testcase classname="${escapeMarkup(file)}" name="${escapeMarkup(code)}" ${place}>${inner}</testcase>`,
      );
    }
  }
  const counts = `tests="${cases.length}" failures="${failures}" errors="0" skipped="0"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="kb" ${counts}>`,
    `  <testsuite name="kb lint" ${counts}>`,
    ...cases,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function inWords({ file, line, column, message, hint }: Problem): string {
  const place = [file, line, column].filter((part) => part !== undefined).join(':');
  return [place, message, hint].filter((part) => part !== undefined && part !== '').join('  ');
}

/** GitHub shows about ten annotations of each level and step. */
const SHOWN = 10;
const COMMAND: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'notice' };

/** Workflow commands: annotations of a pull request's lines, the worst first. */
export function github(result: LintResult, repository: Repository = {}): string {
  const lines: string[] = [];
  for (const severity of ['error', 'warning', 'info'] as const) {
    const problems = result.problems.filter((problem) => problem.severity === severity);
    for (const { file, line, column, code, message, hint } of problems.slice(0, SHOWN)) {
      const properties = [
        `file=${property(inRepository(file, repository))}`,
        ...(line === undefined ? [] : [`line=${line}`]),
        ...(column === undefined ? [] : [`col=${column}`]),
        `title=${property(code)}`,
      ];
      lines.push(
        `::${COMMAND[severity]} ${properties.join(',')}::${data(hint === undefined ? message : `${message}. ${hint}`)}`,
      );
    }
    if (problems.length > SHOWN) {
      lines.push(`::${COMMAND[severity]}::${data(`and ${problems.length - SHOWN} more of this level: run kb lint`)}`);
    }
  }
  return lines.map((line) => `${line}\n`).join('');
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

const GITLAB: Readonly<Record<Severity, string>> = { error: 'major', warning: 'minor', info: 'info' };

/** GitLab's code quality report; equal fingerprints are told apart by a number. */
export function gitlab(result: LintResult, repository: Repository = {}): string {
  const seen = new Map<string, number>();
  const entries = result.problems.map((problem) => {
    const fingerprint = fingerprintOf(problem, result.texts);
    const count = seen.get(fingerprint) ?? 0;
    seen.set(fingerprint, count + 1);
    return {
      description: problem.hint === undefined ? problem.message : `${problem.message}. ${problem.hint}`,
      check_name: problem.code,
      fingerprint: count === 0 ? fingerprint : `${fingerprint}-${count}`,
      severity: GITLAB[problem.severity],
      location: { path: inRepository(problem.file, repository), lines: { begin: problem.line ?? 1 } },
    };
  });
  return jsonText(entries);
}
