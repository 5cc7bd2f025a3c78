import type { Thresholds } from '../classifier/index.js';
import type { ThresholdCosts, Tuning } from '../evaluation/index.js';
import { printable } from '../text/index.js';
import { markdownCell } from './markup.js';
import { colors, percent, table, type Style } from './style.js';
import { jsonText } from './json.js';

/** Everything that `kb eval --tune` says. */
export interface TuningReport extends Tuning {
  /** What holds now, kb.yaml's own included. */
  readonly current: Thresholds;
}

const HEAD = ['answer thresholds', 'cost a message', 'answered', 'wrongly', 'handed over'];
/** Intents shown to people; JSON has all. */
const SHOWN = 15;

export const tuningReporters = {
  json({ current, thresholds, messages, now, single, tuned, byIntent }: TuningReport): string {
    const contract = { schema: 'kb.tune/1', current, thresholds, messages, now, single, tuned, byIntent };
    return jsonText(contract);
  },

  table(report: TuningReport, style: Style): string {
    const { bold } = colors(style);
    const blocks = [
      methodInWords(report),
      '',
      table(HEAD, costRows(report), ['left', 'right', 'right', 'right', 'right'], style),
      '',
      byIntentInWords(report),
      `\n${bold('Thresholds')}`,
      table(['', 'now', 'tuned'], thresholdRows(report, printable), ['left', 'right', 'right'], style),
      ...left(report),
    ];
    return `${blocks.join('\n')}\n`;
  },

  markdown(report: TuningReport): string {
    const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
    return [
      '## Answer thresholds',
      '',
      methodInWords(report),
      '',
      row(HEAD),
      '| --- | ---: | ---: | ---: | ---: |',
      ...costRows(report).map(row),
      '',
      byIntentInWords(report),
      '',
      row(['', 'now', 'tuned']),
      '| --- | ---: | ---: |',
      ...thresholdRows(report, markdownCell).map(row),
      ...left(report),
      '',
    ].join('\n');
  },
};

export function methodInWords({ messages }: Pick<TuningReport, 'messages'>): string {
  return `Measured on ${messages.toLocaleString('en')} utterances that neither the model nor the thresholds had seen (kb explain metric/threshold-cost).`;
}

function costRows({ now, single, tuned }: TuningReport): readonly (readonly string[])[] {
  const row = (name: string, { cost, answered, wrong, handedOver }: ThresholdCosts): readonly string[] => [
    name,
    cost.toFixed(3),
    percent(answered),
    percent(wrong),
    percent(handedOver),
  ];
  return [row('now', now), row('the best one for all', single), row('tuned', tuned)];
}

export function byIntentInWords({ byIntent: { gain, standardError, kept } }: Pick<TuningReport, 'byIntent'>): string {
  const found = `intents' own thresholds save ${gain.toFixed(3)} a message, give or take ${standardError.toFixed(3)}`;
  return kept ? `${found}: kept` : `${found}: too little to keep them`;
}

/** The threshold of now that an intent or a segment has of its own; a name may be one that every object has. */
export function ownThreshold(own: Readonly<Record<string, number>> | undefined, name: string): number | undefined {
  return own && Object.hasOwn(own, name) ? own[name] : undefined;
}

function thresholdRows(
  { current, thresholds }: TuningReport,
  safe: (text: string) => string,
): readonly (readonly string[])[] {
  const show = (threshold: number | undefined): string => (threshold === undefined ? '' : threshold.toFixed(2));
  return [
    ['all', show(current.answer), show(thresholds.answer)],
    ...Object.entries(thresholds.segments).map(([segment, threshold]) => [
      `segment ${safe(segment)}`,
      show(ownThreshold(current.segments, segment)),
      show(threshold),
    ]),
    ...Object.entries(thresholds.intents)
      .toSorted(([, a], [, b]) => Math.abs(b - thresholds.answer) - Math.abs(a - thresholds.answer))
      .slice(0, SHOWN)
      .map(([intent, threshold]) => [safe(intent), show(ownThreshold(current.intents, intent)), show(threshold)]),
  ];
}

function left({ thresholds }: TuningReport): readonly string[] {
  const more = Object.keys(thresholds.intents).length - SHOWN;
  return more > 0 ? [`… and ${more} more intents; --format json has all`] : [];
}
