import { figureOf, figuresOf, fromZero, perCent, plotOf } from './charts.js';
import { markup, type Html } from './markup.js';
import { counted, inPercent, share, tableOf } from './tables.js';
import type { Evaluation } from '../../evaluation/index.js';

/** Whether its confidence can be trusted: what would be answered wrongly, and how often it is right when so sure. */
export function curvesBody({ curves, summary }: Pick<Evaluation, 'curves' | 'summary'>): Html | undefined {
  const { riskCoverage, calibration } = curves;
  return figuresOf([
    riskCoverage.length > 0 && riskFigure(riskCoverage, summary.answer),
    calibration.length > 0 && calibrationFigure(calibration, summary.calibration.ece),
  ]);
}

function riskFigure(
  points: Evaluation['curves']['riskCoverage'],
  { threshold, coverage, precision }: Evaluation['summary']['answer'],
): Html {
  return figureOf({
    id: 'risk-coverage',
    title: 'What is answered wrongly when more is answered',
    meaning: `From left to right more messages are answered, the surest first; the height is the share of them that is wrong, messages out of scope among them. The dashed line is today’s threshold of ${threshold.toFixed(2)}.`,
    chart: plotOf({
      id: 'risk-coverage',
      description: `Risk-coverage curve: with ${inPercent(coverage)} of the messages answered, ${inPercent(precision === null ? null : 1 - precision)} of the answers are wrong; with all answered, ${inPercent(points.at(-1)?.risk ?? null)}.`,
      x: { label: 'messages answered', domain: [0, 1], show: perCent },
      y: { label: 'answered wrongly', domain: fromZero(points.map(({ risk }) => risk)), show: perCent },
      series: [{ name: 'wrong', points: points.map((point) => [point.coverage, point.risk]) }],
      ...(coverage !== null && { marks: [{ x: coverage, name: 'today' }] }),
    }),
    numbers: tableOf({
      id: 'risk-numbers',
      caption: markup`<b>Risk and coverage</b> by the confidence from which on a message is answered.`,
      columns: ['from confidence', 'answered', 'of these wrong'].map((head) => ({ head, kind: 'number' as const })),
      rows: points.map(({ threshold: from, coverage: answered, risk }) => [
        { show: from.toFixed(3), by: from },
        share(answered),
        share(risk),
      ]),
    }),
  });
}

function calibrationFigure(bins: Evaluation['curves']['calibration'], error: number | null): Html {
  return figureOf({
    id: 'calibration',
    title: 'How often it is right when it is so sure',
    meaning:
      'Each dot is a fifteenth of the in-scope utterances, by confidence; the band is the 95 % interval. On the dashed line, confidence is how often it is right; above it, it is right more often than it claims.',
    chart: plotOf({
      id: 'calibration',
      description: `Reliability diagram of ${bins.length} groups of utterances; the calibration error is ${inPercent(error)}.`,
      x: { label: 'confidence of the best intent', domain: [0, 1], show: perCent },
      y: { label: 'right', domain: [0, 1], show: perCent },
      series: [
        {
          name: 'right',
          kind: 'dots',
          points: bins.map(({ probability, accuracy }) => [probability, accuracy]),
          weights: bins.map(({ count }) => count),
          band: bins.map(({ probability, interval: [low, high] }) => [probability, low, high]),
        },
      ],
      ideal: true,
    }),
    numbers: tableOf({
      id: 'calibration-numbers',
      caption: markup`<b>Calibration</b> in groups of the same size.`,
      columns: [
        { head: 'confidence', kind: 'number' },
        { head: 'utterances', kind: 'number' },
        { head: 'right', kind: 'number' },
        { head: '95 % interval', kind: 'line' },
      ],
      rows: bins.map(({ probability, count, accuracy, interval: [low, high] }) => [
        share(probability),
        counted(count),
        share(accuracy),
        `${inPercent(low)} to ${inPercent(high)}`,
      ]),
    }),
  });
}
