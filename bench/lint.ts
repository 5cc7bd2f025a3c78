import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { lint, rules, type LintResult } from '../dist/lint/index.js';
import { parseWorkspace } from '../dist/workspace/index.js';
import { seeded } from './data.js';
import { ARTICLES } from './defects/articles.js';
import { INTENTS } from './defects/intents.js';
import { Copy, lineOf, type Kind, type MovingPlace, type Place } from './defects/planting.js';
import { SCENARIOS } from './defects/scenarios.js';
import { lintSpeed } from './lint-speed.js';
import { largeWorkspace } from './lint-workspace.js';

/** Defects of each rule's kind in all, half of them in copies of each workspace. */
const PLANTED = 1000;
const AT_ONCE = 40;
const TODAY = '2026-11-23';

/** Rules that nothing is planted for, and why. */
const NOT_PLANTED: Readonly<Record<string, string>> = {
  'cfg/unused-baseline': 'reported for the file as a whole; its tests take entries out one by one',
  'utt/outlier': 'a matter of degree, judged on label noise by `npm run bench -- label-noise`',
  'utt/likely-mislabelled': 'a matter of degree, judged on label noise by `npm run bench -- label-noise`',
  'utt/intent-merge-candidate': 'a matter of degree: how often a classifier takes two intents for each other',
};

type Files = ReadonlyMap<string, string>;

/** Plants defects in copies of two workspaces and counts those that are found at their line; then measures speed. */
export async function lintBench(): Promise<void> {
  const workspaces: Readonly<Record<string, Files>> = {
    example: await example('kb'),
    large: largeWorkspace({ articles: 400, utterances: 6000 }),
  };
  for (const [name, files] of Object.entries(workspaces))
    console.log(`untouched ${name} workspace: ${run(files).problems.length} findings`);
  console.log(`\nplanted defects found at their line, needed 99 %\n${'rule'.padEnd(36)}planted    found`);
  const only = process.env['KB_BENCH_RULE'];
  for (const { meta } of rules) {
    if (only !== undefined && only !== meta.id) continue;
    const ofRule = [...ARTICLES, ...INTENTS, ...SCENARIOS].filter(({ rule }) => rule === meta.id);
    if (ofRule.length === 0) {
      console.log(`${meta.id.padEnd(36)}      –  ${NOT_PLANTED[meta.id] ?? 'no generator'}`);
      continue;
    }
    const { planted, found, missed } = judge(ofRule, workspaces);
    const share = (found / planted) * 100;
    const wanted = Math.min(PLANTED, ...ofRule.map((kind) => kind.planted ?? PLANTED));
    const verdict = share < 99 ? '  SHORT' : planted < wanted ? '  FEW' : '';
    console.log(`${meta.id.padEnd(36)}${String(planted).padStart(7)}  ${share.toFixed(1).padStart(5)} %${verdict}`);
    for (const one of missed.slice(0, 3)) console.log(`    missed: ${one}`);
  }
  if (only === undefined) await lintSpeed();
}

interface Judged {
  planted: number;
  found: number;
  readonly missed: string[];
}

function judge(kinds: readonly Kind[], workspaces: Readonly<Record<string, Files>>): Judged {
  const judged: Judged = { planted: 0, found: 0, missed: [] };
  for (const [at, kind] of kinds.entries()) {
    const wanted = Math.ceil((kind.planted ?? PLANTED) / kinds.length);
    const { example: small, large } = workspaces as Record<'example' | 'large', Files>;
    // What one workspace does not lend itself to, the other takes.
    let planted = kind.only === undefined ? plantAll(kind, large, Math.ceil(wanted / 2), judged, 7 + 10 * at) : 0;
    planted += plantAll(kind, small, wanted - planted, judged, 8 + 10 * at);
    if (kind.only === undefined) plantAll(kind, large, wanted - planted, judged, 9 + 10 * at);
  }
  return judged;
}

/** @returns how many defects were planted. */
function plantAll(
  { rule, plant, atOnce = AT_ONCE }: Kind,
  files: Files,
  wanted: number,
  judged: Judged,
  seed: number,
): number {
  const random = seeded(seed);
  // Whether a comment hides something is known only when what it hides has been looked for.
  const only = rule.startsWith('cfg/') ? {} : { only: new Set([rule]), recognitions: new Map<never, never>() };
  const { cache } = lint(parsed(files), { today: TODAY, ...only, brokenLinks: new Map() });
  let number = 0;
  let planted = 0;
  for (let barren = 0; planted < wanted && barren < 5;) {
    const copy = new Copy(files, random, number);
    const places: (Place | MovingPlace)[] = [];
    for (let i = 0; i < Math.min(atOnce, wanted - planted); i += 1) {
      const place = plant(copy);
      if (place) places.push(place);
    }
    ({ number } = copy);
    planted += places.length;
    barren = places.length > 0 ? 0 : barren + 1;
    if (places.length === 0) continue;
    const { problems } = lint(parsed(copy.texts), { today: TODAY, ...only, cache, brokenLinks: copy.brokenLinks });
    const found = new Set(problems.filter(({ code }) => code === rule).map(({ file, line }) => `${file}:${line}`));
    for (const place of places) {
      const { file } = place;
      const line = 'line' in place ? place.line : lineOf(copy.text(file), place.at);
      judged.planted += 1;
      if (found.has(`${file}:${line}`)) judged.found += 1;
      else judged.missed.push(`${file}:${line}: ${copy.text(file).split('\n')[line - 1]}`);
    }
  }
  return planted;
}

function parsed(files: Files): ReturnType<typeof parseWorkspace> {
  return parseWorkspace([...files].map(([file, text]) => ({ path: file, text })));
}

function run(files: Files): LintResult {
  return lint(parsed(files), { today: TODAY });
}

export async function example(folder: string): Promise<Files> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = new Map<string, string>();
  for (const entry of names) {
    const file = path.join(entry.parentPath, entry.name);
    const name = path.relative(folder, file).split(path.sep).join('/');
    if (entry.isFile() && /\.(?:md|yaml)$/.test(name) && !name.startsWith('.'))
      files.set(name, await readFile(file, 'utf8'));
  }
  return files;
}
