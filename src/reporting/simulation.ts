import type {
  Coverage,
  Covered,
  Dimension,
  GroupFigures,
  LogReplay,
  PopulationFigures,
  ReplayedCase,
  ScenarioResult,
  Share,
  SimulateGoal,
  Stub,
  WaitingFigures,
} from '../simulation/index.js';
import { printable } from '../text/index.js';
import { goalTable, goalValue } from './evaluation.js';
import { markdownCell } from './markup.js';
import { transcriptOf } from './html/transcript.js';
import { colors, count, percent, quote, table, type Style } from './style.js';
import { jsonText } from './json.js';

/** Everything that `kb simulate` says. */
export interface SimulationReport {
  readonly name: string;
  readonly seed: number;
  readonly result: ScenarioResult;
  readonly coverage: Coverage;
  readonly stubs: readonly Stub[];
  readonly population?: PopulationFigures;
  readonly waiting?: WaitingFigures;
  readonly goals: readonly SimulateGoal[];
  /** Every replay as `caseReporters` has it, for the formats that show each turn; nothing for the others. Read once. */
  readonly rows: AsyncIterable<string>;
}

/** Formats that list every turn, passing ones too: a replay becomes lines of text at once, so that decisions need not be kept. */
export const caseReporters: Partial<Record<SimulationFormat, (replayed: ReplayedCase) => readonly string[]>> = {
  /** One test case a plain replay: what variations break is no failure. */
  junit({ name, file, title, turns, passed, variation }) {
    if (variation !== undefined) return [];
    const head = `    <testcase classname="${xml(file.replace(/\.ya?ml$/, ''))}" name="${xml(`${title}${name.slice(file.length)}`)}" file="${xml(file)}"`;
    if (passed) return [`${head}/>\n`];
    const wrong = turns.flatMap(({ turn, mismatches, decision }) =>
      mismatches.map(
        ({ what, expected, actual }) =>
          `      <failure message="${xml(`turn ${turn}: expected ${what} ${clip(expected)}, got ${clip(actual)}`)}" type="${xml(what)}">${xml(decision.reasons.join('\n'))}</failure>\n`,
      ),
    );
    return [`${head}>\n`, ...wrong, '    </testcase>\n'];
  },
  /** Every turn in a row. */
  csv: (replayed) => turnRows(replayed).map((row) => `${row.map(csvCell).join(',')}\r\n`),
  html: transcriptOf,
};

const DIMENSIONS: readonly Dimension[] = [
  'intents',
  'articles',
  'tasks',
  'tiers',
  'actions',
  'segments',
  'channels',
  'languages',
  'transitions',
];
/** Failures, and names of what is missing, shown in a table for people; the JSON has all. */
const SHOWN = 10;

export const simulationReporters = {
  json(report: SimulationReport): string {
    const { seed, result, coverage, population, waiting, goals, stubs } = report;
    const { scenarios, turns, actions, failures, failuresLeftOut, variations } = result;
    const contract = {
      schema: 'kb.simulate/1',
      seed,
      scenarios,
      turns,
      actions,
      coverage,
      failures,
      failuresLeftOut,
      variations,
      ...(population && { population }),
      ...(waiting && { waiting }),
      goals,
      stubs,
    };
    return jsonText(contract);
  },

  table(report: SimulationReport, style: Style): string {
    const paint = colors(style);
    const { result, coverage, population, waiting, goals } = report;
    const { scenarios, failures, variations } = result;
    const blocks = [summaryLine(report)];
    const heading = (text: string): number => blocks.push(`\n${paint.bold(text)}`);
    if (failures.length > 0) {
      heading('Not as expected');
      for (const { name, file, line, turn, text, mismatches, reasons } of failures.slice(0, SHOWN)) {
        blocks.push(
          `${paint.red('✗')} ${paint.bold(`${printable(file)}:${line}`)} ${printable(name === file ? '' : `${name.slice(file.length).trim()} `)}turn ${turn} ${quote(text, style.width - 20)}`,
          ...mismatches.map(
            ({ what, expected, actual }) =>
              `    ${what}: expected ${printable(clip(expected))}, got ${printable(clip(actual))}`,
          ),
          paint.dim(`    because ${printable(reasons.join('; '))}`),
        );
      }
      const more = failures.length + result.failuresLeftOut - SHOWN;
      if (more > 0) blocks.push(`… and ${more.toLocaleString('en')} more: --format json`);
    }
    if (scenarios.total > 0) {
      heading('Coverage: what the replay met');
      blocks.push(coverageTable(coverage, style));
    }
    if (variations.length > 0) {
      heading('Robustness: of the turns that went well, those that still do when varied');
      const rows = variations.map((each) => [each.name, String(each.replays), String(each.total), ...inPercent(each)]);
      blocks.push(
        table(
          ['variation', 'replays', 'turns', 'still right', '95 % interval'],
          rows,
          ['left', 'right', 'right', 'right', 'right'],
          style,
        ),
      );
    }
    if (population) {
      heading(
        `Customers: ${population.customers.toLocaleString('en')} simulated, ${mean(population.meanTurns)} turns each`,
      );
      blocks.push(populationTable(population, style));
    }
    if (waiting) {
      heading(
        `Waiting: ${count(waiting.agents, 'agent')}, ${waiting.arrivalsPerHour} customers an hour, busy ${percent(waiting.utilisation)} of the time`,
      );
      const rows = waiting.waits.map(({ segment, handOffs, median, p90, p99 }) => [
        printable(segment),
        String(handOffs),
        ...[median, p90, p99].map((value) => goalValue('seconds', value)),
      ]);
      blocks.push(
        table(
          ['segment', 'hand-offs', 'median', 'p90', 'p99'],
          rows,
          ['left', 'right', 'right', 'right', 'right'],
          style,
        ),
      );
      if (waiting.agentsNeeded !== null) blocks.push(`The goals need ${count(waiting.agentsNeeded, 'agent')}.`);
    }
    if (report.stubs.length > 0 && scenarios.total > 0) {
      heading(`To write: ${printable(report.stubs[0]?.covers ?? '')}`);
      blocks.push(printableLines(report.stubs[0]?.text ?? '').trimEnd());
    }
    if (goals.length > 0) {
      heading('Goals');
      blocks.push(goalTable(goals, style));
    }
    return `${blocks.join('\n')}\n`;
  },

  markdown(report: SimulationReport): string {
    const { result, coverage, population, waiting, goals } = report;
    const lines = [`**Simulation**: ${summaryLine(report)}`, ''];
    if (result.failures.length > 0) {
      lines.push('| scenario | turn | what | expected | got |', '| --- | ---: | --- | --- | --- |');
      for (const { name, turn, mismatches } of result.failures.slice(0, 50)) {
        for (const { what, expected, actual } of mismatches) {
          const cells = [name, String(turn), what, clip(expected), clip(actual)].map(markdownCell);
          lines.push(`| ${cells.join(' | ')} |`);
        }
      }
      lines.push('');
    }
    lines.push('| coverage | met | of | by traffic | missing |', '| --- | ---: | ---: | ---: | --- |');
    for (const dimension of DIMENSIONS) {
      const { covered, total, weighted, missing } = coverage[dimension];
      const cells = [String(covered), String(total ?? '–'), percent(weighted), markdownCell(shorten(missing))];
      lines.push(`| ${dimension} | ${cells.join(' | ')} |`);
    }
    if (result.variations.length > 0) {
      lines.push('', '| variation | still right | 95 % interval |', '| --- | ---: | ---: |');
      for (const each of result.variations) lines.push(`| ${each.name} | ${inPercent(each).join(' | ')} |`);
    }
    if (population) {
      lines.push('', `| ${population.customers} customers | share | 95 % interval |`, '| --- | ---: | ---: |');
      for (const [name, rate] of Object.entries(population.rates))
        lines.push(`| ${name} | ${inPercent(rate).join(' | ')} |`);
    }
    if (waiting) {
      lines.push('', `| waiting, ${waiting.agents} agents | median | p90 | p99 |`, '| --- | ---: | ---: | ---: |');
      for (const { segment, median, p90, p99 } of waiting.waits) {
        const cells = [median, p90, p99].map((value) => goalValue('seconds', value));
        lines.push(`| ${markdownCell(segment)} | ${cells.join(' | ')} |`);
      }
    }
    if (goals.length > 0) {
      lines.push('', '| goal | target | measured | |', '| --- | ---: | ---: | --- |');
      for (const { goal, target, value, met } of goals) {
        const verdict = met === null ? 'not measured' : met ? 'met' : 'missed';
        lines.push(`| ${goal} | ${goalValue(goal, target)} | ${goalValue(goal, value)} | ${verdict} |`);
      }
    }
    return `${lines.join('\n')}\n`;
  },

  async *junit({ rows, result }: SimulationReport): AsyncGenerator<string> {
    const { total, passed } = result.scenarios;
    const counts = `tests="${total}" failures="${total - passed}" errors="0" skipped="0"`;
    yield `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites ${counts}>\n  <testsuite name="kb simulate" ${counts}>\n`;
    yield* rows;
    yield '  </testsuite>\n</testsuites>\n';
  },

  async *csv({ rows }: SimulationReport): AsyncGenerator<string> {
    yield `${TURN_COLUMNS.join(',')}\r\n`;
    yield* rows;
  },
};

export type SimulationFormat = keyof typeof simulationReporters | 'html';

/** What the assistant would have done with a log. */
export const logReplayReporters = {
  json: (replay: LogReplay): string => jsonText({ schema: 'kb.replay/1', ...replay }),

  table(replay: LogReplay, style: Style): string {
    const { conversations, turns, actions, unrecognised, labelled, answeredAlone, intents } = replay;
    const share = (part: number, whole: number): string => percent(whole === 0 ? null : part / whole);
    const rows = [
      ...Object.entries(actions).map(([action, number]) => [action, String(number), share(number, turns)]),
      ['not recognised', String(unrecognised), share(unrecognised, turns)],
      ['labelled with an intent of the workspace', String(labelled.turns), share(labelled.turns, turns)],
      ['of these, recognised as it', String(labelled.agreed), share(labelled.agreed, labelled.turns)],
      ['conversations answered alone', String(answeredAlone), share(answeredAlone, conversations)],
    ];
    const frequent = intents
      .slice(0, SHOWN)
      .map(({ intent, turns: number }) => [printable(intent), String(number), share(number, turns)]);
    return [
      `${count(conversations, 'conversation')}, ${count(turns, 'turn')} of customers`,
      table(['', 'turns', 'share'], rows, ['left', 'right', 'right'], style),
      '',
      table(['intent', 'turns', 'share'], frequent, ['left', 'right', 'right'], style),
      '',
    ].join('\n');
  },
};

const TURN_COLUMNS = [
  'scenario',
  'title',
  'segment',
  'channel',
  'language',
  'variation',
  'turn',
  'customer',
  'passed',
  'expected',
  'intent',
  'confidence',
  'action',
  'article',
  'task',
  'priority',
  'reply',
  'reasons',
];

function turnRows({ file, title, segment, channel, language, variation, turns }: ReplayedCase): string[][] {
  return turns.map(({ turn, text, decision, mismatches }) => [
    file,
    title,
    segment ?? '',
    channel ?? '',
    language ?? '',
    variation ?? '',
    String(turn),
    text,
    mismatches.length === 0 ? 'yes' : 'no',
    mismatches.map(({ what, expected, actual }) => `${what}: ${expected}, got ${actual}`).join('; '),
    decision.intent ?? '',
    decision.confidence.toFixed(4),
    decision.action,
    decision.article ?? '',
    decision.task ? String(decision.task.index + 1) : '',
    decision.priority,
    decision.reply ?? '',
    decision.reasons.join('; '),
  ]);
}

function summaryLine({ result }: SimulationReport): string {
  const { scenarios, turns, failures, failuresLeftOut, stoppedEarly } = result;
  const failed = failures.length + failuresLeftOut;
  return [
    `${scenarios.passed.toLocaleString('en')} of ${count(scenarios.total, 'scenario')} as expected`,
    count(turns, 'turn'),
    ...(failed > 0 ? [`${count(failed, 'turn')} not as expected`] : []),
    ...(stoppedEarly ? ['stopped at the first failure'] : []),
  ].join(', ');
}

function coverageTable(coverage: Coverage, style: Style): string {
  const rows = DIMENSIONS.map((dimension) =>
    coverageRow(dimension, coverage[dimension], Math.max(20, style.width - 45)),
  );
  return table(['', 'met', 'of', 'by traffic', 'missing'], rows, ['left', 'right', 'right', 'right', 'left'], style);
}

function coverageRow(dimension: string, { covered, total, weighted, missing }: Covered, width: number): string[] {
  return [dimension, String(covered), String(total ?? '–'), percent(weighted), printable(shorten(missing, width))];
}

function populationTable({ by, ...all }: PopulationFigures, style: Style): string {
  const row = (name: string, figures: GroupFigures): string[] => [
    printable(name),
    figures.customers.toLocaleString('en'),
    ...[figures.rates.deflection, figures.rates.handOff, figures.rates.clarification, figures.rates.abandonment].map(
      ({ share, interval }) =>
        interval === null ? '–' : `${percent(share)} ±${(((interval[1] - interval[0]) / 2) * 100).toFixed(1)}`,
    ),
    percent(figures.rates.wrongAnswer.share),
    mean(figures.meanTurns),
  ];
  const groups = (['segment', 'channel', 'language', 'tier'] as const).flatMap((dimension) =>
    by[dimension].map((figures) => row(`${dimension} ${figures.name}`, figures)),
  );
  return table(
    ['', 'customers', 'answered', 'to a person', 'asked back', 'left', 'wrong answer', 'turns'],
    [row('all', all), ...groups],
    ['left', 'right', 'right', 'right', 'right', 'right', 'right', 'right'],
    style,
  );
}

function inPercent({ share, interval }: Share): string[] {
  return [percent(share), interval === null ? '–' : `${percent(interval[0])} to ${percent(interval[1])}`];
}

function mean(value: number | null): string {
  return value === null ? '–' : value.toFixed(1);
}

function clip(text: string): string {
  const characters = Array.from(text.replace(/\s+/g, ' '));
  return characters.length > 120 ? `${characters.slice(0, 119).join('')}…` : characters.join('');
}

function shorten(names: readonly string[], width = 60): string {
  let line = '';
  for (const [index, name] of names.entries()) {
    const next = line === '' ? name : `${line}, ${name}`;
    if (index > 0 && next.length > width) return `${line} and ${names.length - index} more`;
    line = next;
  }
  return line;
}

function printableLines(text: string): string {
  return text.split('\n').map(printable).join('\n');
}

/** XML text or attribute; what XML 1.0 can't hold at all, or a terminal obeys, is left out. */
function xml(text: string): string {
  return (
    text
      .toWellFormed()
      // eslint-disable-next-line no-control-regex -- control characters are what XML cannot hold
      .replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u0084\u0086-\u009F\uFFFE\uFFFF]/g, '')
      .replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`)
  );
}

/** A cell that no spreadsheet takes for a formula, without what a terminal obeys. */
function csvCell(text: string): string {
  const plain = printableLines(text.replace(/\r\n?/g, '\n').replaceAll('\t', ' '));
  const safe = /^[=+\-@＝＋－＠]/.test(plain.trimStart()) && !/^-?\d+(\.\d+)?$/.test(plain) ? `'${plain}` : plain;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
