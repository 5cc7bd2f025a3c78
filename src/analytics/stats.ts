import type { GoalResult } from '../evaluation/index.js';
import type { Store } from '../conversations/index.js';
import { shareOf } from '../interval.js';
import type { Workspace } from '../workspace/index.js';
import { conceal, hiddenBases, hiddenOf, keyOf } from './disclosure.js';
import { emergingTopics, type Emerging } from './emerging.js';
import { DIMENSIONS, figuresBy, overall, type Dimension, type Figures, type Group, type Share } from './figures.js';
import { forecastNext, type Forecast } from './forecast.js';
import { judgeStatsGoals } from './goals.js';
import { whereItHurts, type Place } from './hurts.js';
import {
  articleEvidence,
  dropOff,
  leavingByIntent,
  nextQuestions,
  type ArticleEvidence,
  type DropOff,
  type Leaving,
  type NextQuestions,
} from './paths.js';
import { prepare, type Window } from './prepare.js';
import { all, type Recognise, type Recognised } from './recognised.js';
import { suppress } from './suppress.js';
import { addDays, weeklyCounts, type WeeklyCounts } from './weeks.js';

/** A group that may be shown. */
export interface NamedFigures extends Figures {
  /** `null`: not known; of an intent, not recognised. */
  readonly name: string | null;
}

/** The questions of one intent week by week, and what is expected next. */
export interface Weekly {
  /** `null`: not recognised. */
  readonly intent: string | null;
  /** One for each of `weeks.days`; `null` where so few customers asked that it may not be shown. */
  readonly counts: readonly (number | null)[];
  /** Of the week after the last; `null` with too few weeks. */
  readonly next: Forecast | null;
}

/** Everything that `kb stats` says. */
export interface Stats {
  readonly today: string;
  readonly window: Window;
  /** Days of the first and of the last conversation that counts; `null` where none is dated. */
  readonly from: string | null;
  readonly to: string | null;
  readonly minimumGroup: number;
  readonly repeatWithinDays: number;
  readonly reopenAfterHours: number;
  /** `null` when there are fewer customers than may be shown. */
  readonly overall: Figures | null;
  /** Conversations in which no customer said anything: they count nowhere. */
  readonly silent: number;
  /** Conversations that were reopened. */
  readonly reopened: Share;
  /** Conversations that were resolved, as the log states it and as their end shows. */
  readonly resolvedFrom: { readonly stated: number; readonly assumed: number };
  /** Questions whose intent was recognised, of all; out of scope is none. */
  readonly coverage: Share;
  readonly recognised: Recognised;
  readonly by: Readonly<Record<Dimension, readonly NamedFigures[]>>;
  /** How many groups of each dimension are not shown. */
  readonly hidden: Readonly<Record<Dimension, number>>;
  readonly dropOff: readonly DropOff[];
  readonly leaving: readonly Leaving[];
  readonly hurts: readonly Place[];
  readonly nextQuestions: readonly NextQuestions[];
  readonly articles: readonly ArticleEvidence[];
  readonly weekly: {
    /** Mondays of the whole weeks. */
    readonly weeks: readonly string[];
    /** The week that is foretold. */
    readonly nextWeek: string | null;
    readonly all: Weekly | null;
    readonly byIntent: readonly Weekly[];
  };
  readonly emerging: readonly Emerging[];
  readonly goals: readonly GoalResult[];
}

/**
 * The service's figures from imported conversations.
 *
 * @param today - `2026-10-01`: weeks that are not over by then are not compared with whole ones.
 * @param recognise - how messages without an intent get one; without it they are not recognised.
 */
export async function computeStats(
  store: Store,
  workspace: Workspace,
  options: { readonly window: Window; readonly today: string; readonly recognise?: Recognise | undefined },
): Promise<Stats> {
  const { settings } = workspace;
  const { minimum_group: least } = settings.privacy;
  const { topics, recognised } = await prepare(store, workspace, options.window, options.recognise);
  const whole = await overall(store);
  const isShown = whole !== undefined && whole.people >= least;
  const by = {} as Record<Dimension, readonly NamedFigures[]>;
  const hidden = {} as Record<Dimension, number>;
  const groups = {} as Record<Dimension, readonly Group[]>;
  for (const dimension of DIMENSIONS) groups[dimension] = await figuresBy(store, dimension);
  for (const dimension of DIMENSIONS) {
    const gone = isShown ? hiddenOf(dimension, groups, topics, least) : new Set(groups[dimension].map(keyOf));
    hidden[dimension] = gone.size;
    const goneBases = hiddenBases(dimension, groups, topics, least);
    by[dimension] = groups[dimension]
      .filter((group) => !gone.has(keyOf(group)))
      .map((group) => ({
        name: group.name,
        ...conceal(group, least, (base) => goneBases.get(base)?.has(keyOf(group)) === true),
      }));
  }
  const figures = isShown ? conceal(whole, least) : null;
  const about = await aboutAll(store);
  const { until } = options.window;
  const afterwards = until === undefined ? options.today : addDays(until, 1);
  const weeks = await weeklyCounts(store, afterwards < options.today ? afterwards : options.today);
  const shown = new Set(by.intent.map(({ name }) => name));
  const coverage = isShown ? about.coverage : shareOf(0, 0);
  return {
    today: options.today,
    window: options.window,
    from: isShown ? about.from : null,
    to: isShown ? about.to : null,
    minimumGroup: least,
    repeatWithinDays: settings.stats.repeat_within_days,
    reopenAfterHours: settings.stats.reopen_after_hours,
    overall: figures,
    silent: isShown ? about.silent : 0,
    reopened: isShown ? about.reopened : shareOf(0, 0),
    resolvedFrom: isShown ? about.resolvedFrom : { stated: 0, assumed: 0 },
    coverage,
    recognised: isShown ? recognised : { logged: 0, byModel: 0, none: 0, read: recognised.read },
    by,
    hidden,
    dropOff: isShown ? await dropOff(store, least) : [],
    leaving: isShown ? await leavingByIntent(store, shown, least) : [],
    hurts: isShown ? await whereItHurts(store, settings.routing.costs, topics, shown, least) : [],
    nextQuestions: isShown ? await nextQuestions(store, shown, least) : [],
    articles: isShown ? await articleEvidence(store, new Set(by.article.map(({ name }) => name)), least) : [],
    weekly: weeklyOf(weeks, shown, new Set(by.week.map(({ name }) => name)), isShown, least),
    emerging: isShown ? shownTopics(weeks, shown, least) : [],
    goals: judgeStatsGoals(settings.goals.stats, {
      overall: figures ?? undefined,
      bySegment: by.segment.map(({ name, ...rest }) => ({ name, figures: rest })),
      coverage: isShown ? coverage : undefined,
    }),
  };
}

interface AboutAll {
  readonly from: string | null;
  readonly to: string | null;
  readonly silent: number;
  readonly reopened: Share;
  readonly resolvedFrom: { readonly stated: number; readonly assumed: number };
  readonly coverage: Share;
}

async function aboutAll(store: Store): Promise<AboutAll> {
  const [row] = (await all(
    store,
    `SELECT CAST(min(began)::DATE AS VARCHAR) AS first, CAST(max(began)::DATE AS VARCHAR) AS last, count(*)::DOUBLE AS cases,
       (count(*) FILTER (episodes > 1))::DOUBLE AS reopened,
       (count(*) FILTER (result = 'resolved' AND stated))::DOUBLE AS stated,
       (count(*) FILTER (result = 'resolved' AND NOT stated))::DOUBLE AS assumed,
       ((SELECT count(*) FROM chosen) - count(*))::DOUBLE AS silent,
       (SELECT count(*) FROM questions)::DOUBLE AS questions,
       (SELECT count(*) FROM questions JOIN topics ON number = topic WHERE kind <> 'out of scope')::DOUBLE AS covered
     FROM cases`,
  )) as unknown as readonly [
    Readonly<Record<string, number>> & { readonly first: string | null; readonly last: string | null },
  ];
  const number = (key: string): number => row[key] as number;
  return {
    from: row.first,
    to: row.last,
    silent: number('silent'),
    reopened: shareOf(number('reopened'), number('cases')),
    resolvedFrom: { stated: number('stated'), assumed: number('assumed') },
    coverage: shareOf(number('covered'), number('questions')),
  };
}

/** Of topics whose weeks before were too small to be shown only the last week is told. */
function shownTopics(weeks: WeeklyCounts, shown: ReadonlySet<string | null>, least: number): readonly Emerging[] {
  const peopleOf = new Map(weeks.byIntent.map(({ intent, people }) => [intent, people]));
  return emergingTopics(weeks).flatMap((topic) => {
    const people = peopleOf.get(topic.intent) ?? [];
    if (!shown.has(topic.intent) || (people.at(-1) ?? 0) < least) return [];
    const before = people.slice(0, -1).reduce((sum, number) => sum + number, 0);
    return before > 0 && before < least ? [{ ...topic, before: null, ratio: null, ratioInterval: null }] : [topic];
  });
}

/** A week of an intent is a group too; its weeks add up to the intent, and the intents of a week to the week. */
function weeklyOf(
  { weeks, byIntent }: WeeklyCounts,
  shown: ReadonlySet<string | null>,
  shownWeeks: ReadonlySet<string | null>,
  isShown: boolean,
  least: number,
): Stats['weekly'] {
  const key = (series: number, week: number): string => `${series} ${week}`;
  const cells = byIntent.flatMap(({ people }, series) =>
    people.map((number, week) => ({ key: key(series, week), people: number })),
  );
  const rows = byIntent.flatMap(({ intent }, series) =>
    shown.has(intent) ? [weeks.map((_, week) => key(series, week))] : [],
  );
  const columns = weeks.map((_, week) => byIntent.map((_series, series) => key(series, week)));
  const gone = suppress(cells, [...rows, ...columns], least);
  const last = weeks.at(-1);
  const totals = weeks.map((_, week) => byIntent.reduce((sum, { counts }) => sum + (counts[week] as number), 0));
  return {
    weeks,
    nextWeek: last === undefined ? null : addDays(last, 7),
    all:
      isShown && weeks.length > 0
        ? {
            intent: null,
            counts: totals.map((total, week) => (shownWeeks.has(weeks[week] as string) ? total : null)),
            next: nextOf(totals, (week) => !shownWeeks.has(weeks[week] as string)),
          }
        : null,
    byIntent: byIntent.flatMap(({ intent, counts }, series) =>
      shown.has(intent) && isShown && weeks.length > 0
        ? [
            {
              intent,
              counts: counts.map((count, week) => (gone.has(key(series, week)) ? null : count)),
              next: nextOf(counts, (week) => gone.has(key(series, week))),
            },
          ]
        : [],
    ),
  };
}

/**
 * What is expected next, by what may be told: weeks that are not shown count as the mean of them, which the totals tell
 * anyway. `null` where that would be a single week, or all of them.
 */
function nextOf(counts: readonly number[], isHidden: (week: number) => boolean): Forecast | null {
  const hidden = counts.filter((_, week) => isHidden(week));
  if (hidden.length === 0) return forecastNext(counts);
  if (hidden.length === 1 || hidden.length === counts.length) return null;
  const mean = hidden.reduce((sum, count) => sum + count, 0) / hidden.length;
  return forecastNext(counts.map((count, week) => (isHidden(week) ? mean : count)));
}
