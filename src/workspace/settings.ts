import { isNode, isSeq, type YAMLSeq } from 'yaml';
import { z } from 'zod';
import { KbError } from '../problem.js';
import { compileRe2 } from '../text/index.js';
import { parseYaml, placeOf, type YamlSource } from './yaml.js';

const share = z.number().min(0).max(1);
const seconds = z.number().nonnegative();
/** A BCP 47 tag as far as it is needed here: `en`, `zh`, `zh-Hant`, `pt-BR`. */
export const languageTag = z
  .string()
  .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/, { error: 'expected a language tag such as en, zh or pt-BR' });
const identifier = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,63}$/, { error: 'expected a name such as order_number' });

/** `table: {}` and `table:` (YAML null) mean the same to people. */
const section = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.preprocess((value) => value ?? {}, z.strictObject(shape));

/** Customers' messages are searched for it, so that it must not be one that can run away. */
const factPattern = z
  .string()
  .max(200)
  .superRefine((pattern, context) => {
    try {
      if (compileRe2(`^(?:${pattern})$`).matcher('').find()) context.addIssue('would match nothing at all, everywhere');
      compileRe2(pattern); // by itself, so that `a)(b` is none
    } catch (error) {
      context.addIssue(`not a pattern in RE2 syntax: ${(error as Error).message}`);
    }
  })
  .describe('A regular expression in RE2 syntax, without look-around and back-references.');

const fact = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('string'), pattern: factPattern.optional() }),
  z.strictObject({ type: z.literal('enum'), values: z.array(z.string().min(1)).min(1) }),
  z.strictObject({ type: z.literal('number') }),
  z.strictObject({ type: z.literal('boolean') }),
  z.strictObject({ type: z.literal('date') }),
]);

export type Fact = z.output<typeof fact>;

const severity = z.enum(['off', 'info', 'warning', 'error']);
/** `warning`, or `[warning, { option: value }]`. */
const ruleSetting = z.union([severity, z.tuple([severity, z.record(z.string(), z.unknown())])]);
const ruleSettings = z.record(z.string(), ruleSetting);

const weights = z.record(z.string(), z.number().nonnegative()).optional();

/** A command gets the packet on standard input and is started without a shell; a webhook gets it signed. */
const notify = z.union([
  z.strictObject({ command: z.array(z.string().min(1)).min(1).describe('The program and its arguments.') }),
  z.strictObject({
    webhook: z.url({ protocol: /^https$/, error: 'expected an https:// address' }),
    secret_env: z
      .string()
      .regex(/^[A-Z_][A-Z0-9_]*$/, { error: 'expected the name of an environment variable' })
      .default('KB_WEBHOOK_SECRET')
      .describe('The environment variable that holds the key of the signature; never the key itself.'),
  }),
]);

/** What reads it loads models, so that it must not be talked into reading from anywhere. */
const encoderFolder = z
  .string()
  .refine((folder) => !/^([/\\]|[A-Za-z]:)/.test(folder) && !folder.split(/[/\\]/).includes('..'), {
    error: 'expected a folder in the workspace, such as encoder (a link to one elsewhere will do)',
  });

const perSegment = z.record(z.string(), seconds);

/** Costs that differ from those of all. */
const otherCosts = section({
  wrong_answer: z.number().nonnegative().optional(),
  needless_handoff: z.number().nonnegative().optional(),
  clarification: z.number().nonnegative().optional(),
});

/** Goals of the `eval` group are ratios in [0, 1] that the figure must reach. */
const evalGoals = section({
  in_scope_accuracy: share.optional(),
  accuracy_without_threshold: share.optional(),
  macro_f1: share.optional(),
  out_of_scope_recall: share.optional(),
  joint_accuracy: share.optional(),
  answer_precision: share.optional(),
  answer_coverage: share.optional(),
  intents: z
    .record(z.string(), section({ precision: share.optional(), recall: share.optional(), f1: share.optional() }))
    .optional()
    .describe('Goals of single intents, by name.'),
});

/** kb.yaml. Everything has a default, so that an empty file is a workspace. */
export const settingsSchema = z.strictObject({
  name: z.string().min(1).default('Knowledge base'),
  languages: z
    .array(languageTag)
    .min(1)
    .refine((tags) => new Set(tags).size === tags.length, { error: 'a language stands twice' })
    .default(['en'])
    .describe('The first is the default.'),
  segments: z.array(z.string().min(1)).default(['new', 'returning', 'vip']),
  channels: z
    .record(
      z.string(),
      section({ max_answer: z.number().int().positive().optional().describe('Characters of an answer, at most.') }),
    )
    .default({}),
  facts: z.record(identifier, fact).default({}).describe("What may be known about a customer's case."),
  routing: section({
    answer_precision: share.default(0.95).describe('Answers given must be right this often.'),
    out_of_scope_share: share.default(0.2).describe("The share of messages expected to be nobody's intent."),
    max_clarifications: z.number().int().min(0).default(1),
    costs: section({
      wrong_answer: z.number().nonnegative().default(20),
      needless_handoff: z.number().nonnegative().default(3),
      clarification: z.number().nonnegative().default(1),
      tiers: z
        .partialRecord(z.enum(['simple', 'medium', 'complex']), otherCosts)
        .optional()
        .describe('Other costs of intents of a tier.'),
      segments: z.record(z.string(), otherCosts).optional().describe('Other costs of customers of a segment.'),
    }),
    thresholds: section({
      answer: share.optional(),
      intents: z.record(z.string(), share).optional(),
      segments: z.record(z.string(), share).optional(),
    })
      .optional()
      .describe(
        'From which confidence on an answer may be given; learned where it is not set. `kb eval --tune` finds them.',
      ),
    rules: z
      .array(
        z.strictObject({
          when: z.string().min(1),
          action: z.enum(['answer', 'assist', 'clarify', 'handoff']).optional(),
          priority: z.enum(['normal', 'high']).optional(),
        }),
      )
      .default([]),
    search_threshold: share
      .default(0.6)
      .describe('How much of a question an article that no intent led to must cover to be drafted from, 0 to 1.'),
    notify: notify.optional().describe('Who is told of a hand-off.'),
  }),
  traffic: section({
    segments: weights,
    channels: weights,
    languages: weights,
    intents: weights,
  }).describe('How often each occurs, as relative weights; what is not named weighs 0 where any is named.'),
  staff: section({
    agents: z.number().int().positive().max(10_000).optional().describe('People who take hand-offs at the same time.'),
    arrivals_per_hour: z.number().positive().optional().describe('Customers who write in an hour.'),
    service_minutes: section({
      simple: z.number().positive().default(3),
      medium: z.number().positive().default(5),
      complex: z.number().positive().default(10),
    }).describe("A person's time for one hand-off, by the intent's tier, on average."),
  }),
  goals: section({
    eval: evalGoals,
    simulate: section({
      intent_coverage: share.optional(),
      handled: share.optional(),
      scenarios_passed: share.optional(),
      robustness: share.optional(),
      wait_p90_seconds: perSegment.optional(),
    }),
    stats: section({
      resolution_rate: share.optional(),
      coverage: share.optional().describe("The share of customers' questions that an intent was recognised for."),
      first_response_p90_seconds: seconds.optional(),
      wait_p90_seconds: perSegment.optional().describe('Waiting for a person after a hand-off, by segment and `all`.'),
      satisfaction: z.number().min(1).max(5).optional(),
    }),
  }),
  stats: section({
    reopen_after_hours: z
      .number()
      .positive()
      .default(24)
      .describe('A customer who writes so long after an answer reopens the conversation: the clocks start again.'),
    repeat_within_days: z
      .number()
      .int()
      .positive()
      .default(7)
      .describe('Another conversation of the same customer so soon after is a repeat contact.'),
  }),
  privacy: section({
    retention_days: z.number().int().positive().default(365),
    minimum_group: z.number().int().positive().default(5),
    countries: z
      .array(z.string().regex(/^[A-Z]{2}$/, { error: 'expected a country code such as GB' }))
      .default(['US', 'GB', 'CN'])
      .describe('Whose national phone numbers are redacted; international ones are anyway.'),
    patterns: z
      .record(
        z.string().regex(/^[a-z][a-z-]{0,30}$/, { error: 'expected a name such as order' }),
        z.string().min(1).max(500),
      )
      .default({})
      .describe('What else is redacted: a pattern in RE2 syntax by the name of its placeholder.'),
  }),
  lint: section({
    rules: ruleSettings.default({}),
    overrides: z
      .array(z.strictObject({ files: z.array(z.string().min(1)).min(1), rules: ruleSettings }))
      .default([])
      .describe('Other settings for some files, such as `articles/legal/**`; the last that matches counts.'),
  }),
  model: section({
    seed: z.number().int().nonnegative().default(1),
    encoder: encoderFolder.optional().describe('A folder in the workspace with a sentence encoder (ONNX) of your own.'),
  }),
});

export type Settings = z.output<typeof settingsSchema>;

/**
 * kb.yaml's text with languages added to its list; comments and everything else stay as they are.
 *
 * @param yaml - the same text, parsed.
 * @throws {KbError} when the list stands in a form that cannot be extended safely (an alias, a map in braces).
 */
export function addLanguages(text: string, yaml: YamlSource, languages: readonly string[]): string {
  if (languages.length === 0) return text;
  const list = yaml.document.get('languages', true);
  const before = z.array(z.string()).safeParse(isNode(list) ? list.toJSON() : undefined).data ?? ['en'];
  const added = isSeq(list) && list.items.length > 0 ? insertItems(text, list, languages) : undefined;
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const end = text === '' || text.endsWith('\n') ? '' : eol;
  const result = added ?? `${text}${end}languages: [${[...before, ...languages].join(', ')}]${eol}`;
  // Whatever the form of the file: what was written must read as what was meant. A map in braces is written anew.
  const wanted = [...before, ...languages];
  if (reads(result, wanted)) return result;
  const document = parseYaml(text, yaml.file).source.document;
  document.set('languages', document.createNode(wanted, { flow: true }));
  const rewritten = document.toString({ lineWidth: 0 });
  if (!reads(rewritten, wanted)) {
    throw new KbError({
      code: 'import/languages',
      severity: 'error',
      message: `cannot add ${languages.join(', ')} to \`languages\` here`,
      hint: 'add it yourself, then import again',
      ...placeOf(yaml, ['languages']),
    });
  }
  return rewritten;
}

function reads(text: string, languages: readonly string[]): boolean {
  const { data, problems } = parseYaml(text, '');
  return (
    problems.length === 0 && JSON.stringify((data as { languages?: unknown }).languages) === JSON.stringify(languages)
  );
}

/** Adds items behind a list's last one: on its line in brackets, on lines of their own after dashes. */
function insertItems(text: string, list: YAMLSeq, items: readonly string[]): string {
  const last = list.items.at(-1);
  const end = (isNode(last) && last.range?.[1]) || text.length;
  if (list.flow) return text.slice(0, end) + items.map((item) => `, ${item}`).join('') + text.slice(end);
  // The whole line, with its comment, stays in front.
  const lineEnd = text.indexOf('\n', end);
  const at = lineEnd === -1 ? text.length : lineEnd;
  const line = text.slice(text.lastIndexOf('\n', end - 1) + 1, end);
  const indent = line.slice(0, line.indexOf('-'));
  const eol = text[at - 1] === '\r' ? '\r\n' : '\n';
  const behind = eol === '\r\n' ? at - 1 : at;
  return text.slice(0, behind) + items.map((item) => `${eol}${indent}- ${item}`).join('') + text.slice(behind);
}
