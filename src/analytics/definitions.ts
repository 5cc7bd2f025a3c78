/** A figure, with what it counts. `kb stats` states `definition` where the figure stands. */
export interface Definition {
  /** The field of the JSON. */
  readonly name: string;
  /** `kb explain metric/ID`. */
  readonly id: string;
  /** What the field calls it. */
  readonly title: string;
  readonly definition: string;
  readonly formula: string;
  readonly source: string;
}

const TABLES = 'tables cases, episodes and questions: docs/stats.md';

/** Every figure of a group, in the order in which they are shown. */
export const DEFINITIONS = [
  {
    name: 'resolution',
    id: 'resolution',
    title: 'resolved by the service',
    definition: 'answered, with no person in it; not of those that only a person served',
    formula: "count(result = 'resolved') / count(result <> 'person')",
    source: `${TABLES}; "resolution rate" of help desks, counted as contained only`,
  },
  {
    name: 'containment',
    id: 'containment',
    title: 'contained',
    definition: 'no person in it, resolved or not',
    formula: "count(result not in ('handed_off', 'person')) / count(result <> 'person')",
    source: `${TABLES}; "containment rate" of contact centres`,
  },
  {
    name: 'handOff',
    id: 'hand-off',
    title: 'handed to a person',
    definition: 'the service passed it on, or a person spoke after the bot',
    formula: "count(result = 'handed_off') / count(result <> 'person')",
    source: TABLES,
  },
  {
    name: 'abandonment',
    id: 'abandonment',
    title: 'left without an answer',
    definition: 'ends with a message nobody answered, or with the bot asking back',
    formula: "count(result = 'abandoned') / count(result <> 'person')",
    source: `${TABLES}; "abandonment", "drop-off"`,
  },
  {
    name: 'repeatContact',
    id: 'repeat-contact',
    title: 'came back',
    definition: 'the same customer wrote again within the days of stats.repeat_within_days',
    formula: 'count(repeated) / count(customer known and the log goes on long enough)',
    source: `${TABLES}; "repeat contact rate"; its complement is first-contact resolution`,
  },
  {
    name: 'firstResponse',
    id: 'first-response',
    title: 'first response',
    definition: "customer's first message to the service's first; anew after reopening",
    formula: 'quantile_cont(first_response, 0.5 and 0.9) over episodes',
    source: `${TABLES}; interval of order statistics (David & Nagaraja 2003, 7.1)`,
  },
  {
    name: 'wait',
    id: 'wait',
    title: 'wait for a person',
    definition: "hand-off to the person's first message",
    formula: 'quantile_cont(wait, 0.5 and 0.9) over episodes',
    source: `${TABLES}; interval of order statistics (David & Nagaraja 2003, 7.1)`,
  },
  {
    name: 'resolutionTime',
    id: 'resolution-time',
    title: 'time to solution',
    definition: "customer's first message to the service's last, where it was solved; anew after reopening",
    formula: 'quantile_cont(resolution, 0.5 and 0.9) over episodes',
    source: `${TABLES}; interval of order statistics (David & Nagaraja 2003, 7.1)`,
  },
  {
    name: 'messagesToSolution',
    id: 'messages-to-solution',
    title: 'messages to solution',
    definition: "customer's messages until it was solved, greetings and thanks aside",
    formula: 'quantile_cont(asking, 0.5 and 0.9) over solved cases',
    source: `${TABLES}; interval of order statistics (David & Nagaraja 2003, 7.1)`,
  },
  {
    name: 'satisfaction',
    id: 'satisfaction',
    title: 'satisfaction',
    definition: 'mean of the ratings given, from 1 to 5',
    formula: 'avg(rating); interval after four ratings more, two of 1 and two of 5',
    source: `${TABLES}; Agresti & Coull 1998`,
  },
  {
    name: 'satisfied',
    id: 'satisfied',
    title: 'satisfied (CSAT)',
    definition: 'ratings of 4 and 5, of the ratings given',
    formula: 'count(rating >= 4) / count(rating)',
    source: TABLES,
  },
  {
    name: 'coverage',
    id: 'coverage',
    title: 'questions recognised',
    definition: 'an intent was recognised, out of scope is none',
    formula: "count(kind = 'question') / count(*) over questions",
    source: TABLES,
  },
  {
    name: 'reopened',
    id: 'reopened',
    title: 'reopened',
    definition: 'the customer wrote stats.reopen_after_hours or more after an answer',
    formula: 'count(episodes > 1) / count(*) over cases',
    source: TABLES,
  },
] as const satisfies readonly Definition[];

export type FigureName = (typeof DEFINITIONS)[number]['name'];
