import { shareOf } from '../interval.js';
import type { WeeklyCounts } from './weeks.js';

/** A topic that customers ask about more than before, by more than chance and its own ups and downs explain. */
export interface Emerging {
  readonly intent: string | null;
  /** `burst`: the last week against those before; `growing`: over all weeks. */
  readonly kind: 'burst' | 'growing';
  readonly lastWeek: number;
  /** Mean of the weeks before; `null` where they had so few customers that it may not be shown. */
  readonly before: number | null;
  /** How many times the share of all questions that it had before; `null` for a topic that is new, or was too small. */
  readonly ratio: number | null;
  readonly ratioInterval: readonly [low: number, high: number | null] | null;
  readonly pValue: number;
  /** The false-discovery rate at which it is reported. */
  readonly qValue: number;
}

/** Of what is reported as emerging at most so much is expected to be chance. */
const FALSE_DISCOVERIES = 0.05;
const FEWEST_WEEKS = 4;
/** Weeks that the ups and downs of all topics weigh against a topic's own. */
const PRIOR_WEEKS = 8;

/**
 * Topics whose share of the questions grows, controlled for false discoveries over all topics and both tests.
 *
 * Given all questions of a week, a topic's are binomial with its usual share. `burst` holds the last week against those
 * before (the conditional test of two Poisson rates); `growing` is the Cochran-Armitage test for a trend over all weeks.
 * Topics go up and down more than chance makes them: counts are divided by that overdispersion (Pearson's, of the topic
 * drawn towards that of all) before they are tested.
 *
 * @see Przyborowski & Wilenski 1940; Armitage 1955; Benjamini & Hochberg 1995; McCullagh & Nelder 1989, 4.5.
 */
export function emergingTopics({ weeks, byIntent }: WeeklyCounts): readonly Emerging[] {
  const last = weeks.length - 1;
  if (weeks.length < FEWEST_WEEKS) return [];
  const totals = weeks.map((_, week) => byIntent.reduce((sum, { counts }) => sum + (counts[week] as number), 0));
  const spreads = byIntent.map(({ counts }) => dispersion(counts, totals));
  const pooled = ratio(
    spreads.reduce((sum, { square }) => sum + square, 0),
    spreads.reduce((sum, { degrees }) => sum + degrees, 0),
  );
  const before = sumOf(totals.slice(0, last));
  const now = totals[last] as number;
  const tests = byIntent.flatMap(({ intent, counts }, index) => {
    const { square, degrees, trend } = spreads[index] as Dispersion;
    const excess = Math.max(1, (square + PRIOR_WEEKS * Math.max(1, pooled)) / (degrees + PRIOR_WEEKS));
    const x = counts[last] as number;
    const y = sumOf(counts.slice(0, last));
    if (x + y === 0 || now === 0 || before === 0) return [];
    const { interval } = shareOf(x / excess, (x + y) / excess);
    const odds = (share: number): number | null => (share >= 1 ? null : (share / (1 - share)) * (before / now));
    const about = {
      intent,
      lastWeek: x,
      before: y / last,
      ratio: y === 0 ? null : odds(x / (x + y)),
      ratioInterval: interval && ([odds(interval[0]) ?? 0, odds(interval[1])] as const),
    };
    const burst = binomialTail(x / excess, (x + y) / excess, now / (now + before));
    const growing = normalTail(trend / Math.sqrt(excess));
    return [
      { ...about, kind: 'burst' as const, pValue: burst },
      { ...about, kind: 'growing' as const, pValue: growing },
    ];
  });
  const sorted = tests.toSorted((a, b) => a.pValue - b.pValue);
  const found: Emerging[] = [];
  let least = 1;
  for (let rank = sorted.length; rank > 0; rank -= 1) {
    const test = sorted[rank - 1] as (typeof sorted)[number];
    least = Math.min(least, (test.pValue * sorted.length) / rank);
    if (least <= FALSE_DISCOVERIES) found.unshift({ ...test, qValue: least });
  }
  // A topic that both tests find is told once, by the surer one.
  return found.filter(({ intent }, index) => found.findIndex((other) => other.intent === intent) === index);
}

interface Dispersion {
  /** Pearson's chi-square about the trend, and its degrees of freedom. */
  readonly square: number;
  readonly degrees: number;
  /** The standardised trend. */
  readonly trend: number;
}

function dispersion(counts: readonly number[], totals: readonly number[]): Dispersion {
  const whole = sumOf(totals);
  const share = ratio(sumOf(counts), whole);
  const scale = share * (1 - share);
  const middle = ratio(sumOf(totals.map((total, week) => total * week)), whole);
  let square = 0;
  let moment = 0;
  let spread = 0;
  let used = 0;
  for (const [week, total] of totals.entries()) {
    if (total === 0 || scale === 0) continue;
    const off = (counts[week] as number) - total * share;
    used += 1;
    square += (off * off) / (total * scale);
    moment += (week - middle) * off;
    spread += total * (week - middle) ** 2 * scale;
  }
  const trend = spread === 0 ? 0 : moment / Math.sqrt(spread);
  return { square: Math.max(0, square - trend * trend), degrees: Math.max(0, used - 2), trend };
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

/** P(B >= x) for B binomial(n, p), by the incomplete beta function, which takes fractions too. */
function binomialTail(x: number, n: number, p: number): number {
  if (x <= 0) return 1;
  return incompleteBeta(p, x, n - x + 1);
}

/** The regularised incomplete beta function by its continued fraction (Lentz). */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log(1 - x)) / a;
  const tiny = 1e-300;
  const guard = (value: number): number => (Math.abs(value) < tiny ? tiny : value);
  let c = 1;
  let d = 1 / guard(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m <= 1000; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / guard(1 + even * d);
    c = guard(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / guard(1 + odd * d);
    c = guard(1 + odd / c);
    const step = d * c;
    fraction *= step;
    if (Math.abs(step - 1) < 1e-12) break;
  }
  return front * fraction;
}

/** Stirling's series, shifted to where it is right to 12 digits. */
function logGamma(value: number): number {
  let x = value;
  let shift = 0;
  while (x < 10) {
    shift -= Math.log(x);
    x += 1;
  }
  const square = 1 / (x * x);
  const series = (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square / 1680))) / x;
  return shift + (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + series;
}

/** P(Z >= z) for a standard normal Z. @see Abramowitz & Stegun 1964, 26.2.17: right to 7.5e-8. */
function normalTail(z: number): number {
  if (z < 0) return 1 - normalTail(-z);
  const t = 1 / (1 + 0.2316419 * z);
  const poly = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * poly;
}
