import { answersFrom, type Thresholds, type UnseenExample } from '../classifier/index.js';
import { compareText } from '../problem.js';
import { seededRandom } from '../text/index.js';
import { costsOf, DEFAULT_TIER, type Workspace } from '../workspace/index.js';

/** Answer thresholds: of all, and of intents and segments that have their own. */
export interface TunedThresholds {
  readonly answer: number;
  readonly intents: Readonly<Record<string, number>>;
  readonly segments: Readonly<Record<string, number>>;
}

/** What thresholds cost a message, and what the service does with them; shares in [0, 1]. */
export interface ThresholdCosts {
  readonly cost: number;
  readonly answered: number;
  readonly wrong: number;
  readonly handedOver: number;
}

export interface Tuning {
  readonly thresholds: TunedThresholds;
  readonly messages: number;
  /** On messages that thresholds were not found on: as learned, the best one for all, and the tuned ones. */
  readonly now: ThresholdCosts;
  readonly single: ThresholdCosts;
  readonly tuned: ThresholdCosts;
  /** Why intents have thresholds of their own, or have not. */
  readonly byIntent: { readonly gain: number; readonly standardError: number; readonly kept: boolean };
}

/** A message with what answering it costs, and what not answering it costs. */
interface Message {
  /** The best one: it would be answered. */
  readonly intent: string;
  /** Drawn in [0, 1) where it is out of scope only because its intent was left out of the training; else `null`. */
  readonly simulated: number | null;
  readonly confidence: number;
  readonly costs: { readonly answered: number; readonly notAnswered: number };
  readonly right: boolean;
  /** Whether a person has it in the end when it is not answered. */
  readonly handedOver: boolean;
  readonly weight: number;
  readonly fold: number;
}

interface Found {
  readonly answer: number;
  readonly intents: ReadonlyMap<string, number>;
}

const FOLDS = 5;
const CANDIDATES = 200;
/** As many messages of the average intent are added to an intent's own when its threshold is chosen. */
const PRIORS = [1000, 300, 100, 30] as const;

/**
 * Finds the answer thresholds that cost least on messages that the model had not seen.
 *
 * An answer costs `wrong_answer` where it is wrong. A message that is not answered costs a `clarification`; and unless the
 * right intent is one of the two that are then offered, a `needless_handoff`, which out of scope it is not. Tiers may have
 * other costs: the best intent's, since it decides who answers. Complex ones go to a person whatever the threshold, and
 * are left out.
 *
 * An intent's own threshold rests on few messages: it is drawn towards that of all by adding so many messages of the
 * average intent. How many, and whether it pays at all, is found by cross-validation: it must be better by more than one
 * standard error (Breiman et al. 1984, "Classification and Regression Trees"), also where what is simulated as out of scope
 * falls on other intents. A segment gets its own threshold where it has other costs.
 *
 * @param current - what holds now, to compare with; no answer is given below `recognised`.
 */
export function tuneThresholds(
  unseen: readonly UnseenExample[],
  current: Thresholds,
  workspace: Pick<Workspace, 'settings' | 'intents'>,
): Tuning {
  const { costs } = workspace.settings.routing;
  const least = current.recognised;
  const asTaken = messagesOf(unseen, least, workspace);
  const messages = anybodys(asTaken);
  const forAll = (training: readonly Message[]): Found => ({ answer: bestForAll(training, least), intents: new Map() });
  const single = crossFitted(messages, forAll);
  // On whose messages what is out of scope falls is not known: own thresholds must pay however it does.
  const own = ownThresholds(messages, single, least);
  const doubted = ownThresholds(asTaken, single, least);
  const kept = own.gain > own.standardError && doubted.gain > doubted.standardError;
  const { gain, standardError } = own.gain - own.standardError <= doubted.gain - doubted.standardError ? own : doubted;
  const { answer, intents } = (kept ? own.find : forAll)(messages);
  const segments = Object.keys(costs.segments ?? {}).toSorted(compareText);
  return {
    thresholds: {
      answer: rounded(answer),
      intents: roundedOf([...intents].filter(([, threshold]) => rounded(threshold) !== rounded(answer))),
      segments: roundedOf(
        segments.map((segment) => [segment, bestForAll(messagesOf(unseen, least, workspace, segment), least)]),
      ),
    },
    messages: messages.length,
    now: consequences(
      messages,
      messages.map(({ intent }) => answersFrom(current, intent)),
    ),
    single: consequences(messages, single),
    tuned: consequences(messages, kept ? own.each : single),
    byIntent: { gain, standardError, kept },
  };
}

/** Intents' own thresholds, drawn towards that of all as far as cross-validation says, and what they save against it. */
function ownThresholds(messages: readonly Message[], single: readonly number[], least: number) {
  const tried = PRIORS.map((prior) => {
    const find = (training: readonly Message[]): Found => withIntents(training, least, prior);
    const each = crossFitted(messages, find);
    return { find, each, cost: consequences(messages, each).cost };
  });
  const best = tried.reduce((a, b) => (b.cost < a.cost ? b : a));
  return { ...best, ...gainOf(messages, single, best.each) };
}

/** Not where those of now cost less; what a segment's own threshold saves is not among the costs. */
export function isWorthWriting({ messages, now, tuned, thresholds }: Tuning): boolean {
  return messages > 0 && (tuned.cost <= now.cost || Object.keys(thresholds.segments).length > 0);
}

function messagesOf(
  unseen: readonly UnseenExample[],
  recognised: number,
  { settings, intents }: Pick<Workspace, 'settings' | 'intents'>,
  segment?: string,
): readonly Message[] {
  const { costs, max_clarifications: clarifications } = settings.routing;
  const tiers = new Map(intents.map(({ intent, tier }) => [intent, tier ?? DEFAULT_TIER]));
  return unseen.flatMap(({ example, recognition, outOfScope, weight }): Message[] => {
    const { alternatives, confidence } = recognition;
    const [best] = alternatives;
    const tier = best && tiers.get(best.intent);
    if (!best || tier === 'complex') return [];
    const price = costsOf(costs, { tier, segment });
    const right = !outOfScope && best.intent === example.intent;
    const offered = clarifications > 0 && confidence >= recognised ? alternatives.slice(0, 2) : [];
    const handedOver = outOfScope || !offered.some(({ intent }) => intent === example.intent);
    const needless = handedOver && !outOfScope && tiers.get(example.intent ?? '') !== 'complex';
    const clarification = clarifications > 0 ? price.clarification : 0;
    return [
      {
        intent: best.intent,
        simulated: outOfScope && example.intent !== null ? seededRandom('tune', 'anybody', example.text).next() : null,
        confidence,
        costs: {
          answered: right ? 0 : price.wrong_answer,
          notAnswered: clarification + (needless ? price.needless_handoff : 0),
        },
        right,
        handedOver,
        weight,
        fold: seededRandom('tune', example.text).below(FOLDS),
      },
    ];
  });
}

/**
 * Deals what is simulated as out of scope out to all intents, each as often as messages are taken for it. It lies beside the
 * neighbours of the intents that were left out, and these would get thresholds against messages that nobody will send: what
 * is out of scope in use is nobody's neighbour.
 */
function anybodys(messages: readonly Message[]): readonly Message[] {
  const intents = messages.flatMap(({ simulated, intent }) => (simulated === null ? intent : [])).toSorted(compareText);
  return messages.map((message) => {
    const { simulated } = message;
    const intent = simulated === null ? undefined : intents[Math.floor(simulated * intents.length)];
    return intent === undefined ? message : { ...message, intent };
  });
}

/** The threshold for each message from the messages of the other folds. */
function crossFitted(messages: readonly Message[], find: (training: readonly Message[]) => Found): readonly number[] {
  const found = Array.from({ length: FOLDS }, (_, fold) => find(messages.filter((message) => message.fold !== fold)));
  return messages.map(({ fold, intent }) => {
    const { answer, intents } = found[fold] as Found;
    return intents.get(intent) ?? answer;
  });
}

function bestForAll(messages: readonly Message[], least: number): number {
  const candidates = candidatesOf(messages, least);
  return candidates[leastOf(costCurve(messages, candidates))] ?? 1;
}

/** Each intent's own threshold, with `prior` messages of the average intent beside its own. */
function withIntents(messages: readonly Message[], least: number, prior: number): Found {
  const candidates = candidatesOf(messages, least);
  const all = costCurve(messages, candidates);
  const mass = messages.reduce((sum, { weight }) => sum + weight, 0);
  const groups = new Map<string, Message[]>();
  for (const message of messages) {
    const group = groups.get(message.intent);
    if (group) group.push(message);
    else groups.set(message.intent, [message]);
  }
  return {
    answer: candidates[leastOf(all)] ?? 1,
    intents: new Map(
      [...groups].map(([intent, own]) => {
        const curve = costCurve(own, candidates).map((cost, i) => cost + (prior * (all[i] as number)) / mass);
        return [intent, candidates[leastOf(curve)] ?? 1];
      }),
    ),
  };
}

/** Thresholds between confidences that occur, none below `least`; the last one answers nothing. */
function candidatesOf(messages: readonly Message[], least: number): readonly number[] {
  const confidences = messages.map(({ confidence }) => confidence).filter((confidence) => confidence >= least);
  const sorted = confidences.toSorted((a, b) => a - b);
  const count = Math.min(CANDIDATES, sorted.length);
  const between = Array.from({ length: count }, (_, i) => {
    const at = Math.floor((i * sorted.length) / count);
    return at === 0 ? least : ((sorted[at - 1] as number) + (sorted[at] as number)) / 2;
  });
  return [...new Set([...between, 1])];
}

/** What the messages cost at each of the thresholds, which rise. */
function costCurve(messages: readonly Message[], candidates: readonly number[]): readonly number[] {
  // By the first threshold that a message stays below: from there on it is not answered.
  const changes = new Float64Array(candidates.length + 1);
  let answered = 0;
  for (const { confidence, costs, weight } of messages) {
    let [low, high] = [0, candidates.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((candidates[middle] as number) <= confidence) low = middle + 1;
      else high = middle;
    }
    changes[low]! += weight * (costs.notAnswered - costs.answered);
    answered += weight * costs.answered;
  }
  let cost = answered;
  return candidates.map((_, i) => (cost += changes[i] as number));
}

/** The first of the least. */
function leastOf(values: readonly number[]): number {
  let least = 0;
  for (const [i, value] of values.entries()) if (value < (values[least] as number) - 1e-9) least = i;
  return least;
}

function consequences(messages: readonly Message[], thresholds: readonly number[]): ThresholdCosts {
  let [mass, cost, answered, wrong, handedOver] = [0, 0, 0, 0, 0];
  for (const [i, message] of messages.entries()) {
    const isAnswered = message.confidence >= (thresholds[i] as number);
    mass += message.weight;
    cost += message.weight * (isAnswered ? message.costs.answered : message.costs.notAnswered);
    if (isAnswered) answered += message.weight;
    if (isAnswered && !message.right) wrong += message.weight;
    if (!isAnswered && message.handedOver) handedOver += message.weight;
  }
  const share = (part: number): number => (mass === 0 ? 0 : part / mass);
  return { cost: share(cost), answered: share(answered), wrong: share(wrong), handedOver: share(handedOver) };
}

/** What the second thresholds save against the first, a message on average, and how sure that is. */
function gainOf(
  messages: readonly Message[],
  first: readonly number[],
  second: readonly number[],
): { readonly gain: number; readonly standardError: number } {
  const mass = messages.reduce((sum, { weight }) => sum + weight, 0);
  const costAt = ({ confidence, costs }: Message, threshold: number | undefined): number =>
    confidence >= (threshold ?? 1) ? costs.answered : costs.notAnswered;
  const saved = messages.map((message, i) => message.weight * (costAt(message, first[i]) - costAt(message, second[i])));
  const mean = saved.reduce((sum, one) => sum + one, 0) / Math.max(saved.length, 1);
  const squares = saved.reduce((sum, one) => sum + (one - mean) ** 2, 0);
  return mass === 0
    ? { gain: 0, standardError: 0 }
    : { gain: (mean * saved.length) / mass, standardError: Math.sqrt(squares) / mass };
}

/** Two decimals more than people read, and never above 1. */
function rounded(threshold: number): number {
  return Math.min(1, Math.round(threshold * 1e4) / 1e4);
}

function roundedOf(thresholds: readonly (readonly [string, number])[]): Readonly<Record<string, number>> {
  return Object.fromEntries(
    thresholds.toSorted(([a], [b]) => compareText(a, b)).map(([name, threshold]) => [name, rounded(threshold)]),
  );
}
