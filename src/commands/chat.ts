import { createHash } from 'node:crypto';
import { appendFile, lstat, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { stringify } from 'yaml';
import {
  makePolicy,
  packetMarkdown,
  startConversation,
  takeTurn,
  type Conversation,
  type Decision,
} from '../assistant/index.js';
import { KbError } from '../problem.js';
import { problemLine } from '../reporting/index.js';
import { printable } from '../text/index.js';
import { findWorkspace, MADE_FOLDER, OUT_OF_SCOPE, openWorkspace, withLock, writeFiles } from '../workspace/index.js';
import { decisionLines } from './ask.js';
import { note, type Context, type Outcome } from './context.js';
import { currentModel } from './model.js';
import { deliver, type Delivery } from './notify.js';
import { openingFrom, parseFact, unknownName, type SpeakerFlags } from './speaker.js';

export interface ChatFlags extends SpeakerFlags {
  readonly history?: string;
}

const HELP = [
  '/why             the reasons of the last decision',
  '/packet          the hand-off packet of the last decision',
  '/as SEGMENT      go on as a customer of another segment',
  '/channel NAME    go on by another channel',
  '/fact NAME=VALUE tell a fact of the case',
  '/history         what was said',
  '/save FILE       as a scenario (.yaml, below scenarios/) or a conversation (.jsonl)',
  '/new             keep this conversation and begin another',
  '/quit            end, and rate',
];

/** A conversation in the terminal. Replies go to standard output, all else to standard error. */
export async function runChat(
  context: Context,
  flags: ChatFlags,
  { env, now }: { readonly env: Delivery['env']; readonly now: Date },
): Promise<Outcome> {
  const workspace = await openWorkspace(await findWorkspace(context.cwd, context.workspace));
  const { settings, root } = workspace;
  let opening = openingFrom(flags, settings);
  const { model } = await currentModel(context, workspace);
  const policy = makePolicy(workspace, model.thresholds);
  const delivery: Delivery = { root, env, now: () => new Date(), sleep: (ms) => sleep(ms), fetch };
  const history =
    flags.history === undefined
      ? path.join(root, MADE_FOLDER, 'chats.jsonl')
      : path.resolve(context.cwd, flags.history);
  let conversation = startConversation(policy, opening);
  let startedAt = now;
  let last: Decision | undefined;
  let rating: number | undefined;

  const say = (lines: readonly string[]): void => void context.stdout.write(`${lines.join('\n')}\n`);
  const tell = (lines: readonly string[]): void => note(context, lines.join('\n'));
  const complain = (error: unknown): void => {
    if (!(error instanceof KbError)) throw error;
    tell(error.problems.map((problem) => problemLine(problem, { color: false, width: context.width })));
  };
  const commands: Readonly<Record<string, (argument: string) => void | Promise<void>>> = {
    why: () => tell(last ? decisionLines(last, policy) : ['nothing was decided yet']),
    packet: () => tell([last?.packet ? packetMarkdown(last.packet) : 'nobody was handed a packet']),
    as: (segment) => {
      opening = openingFrom({ ...flags, as: segment }, settings);
      conversation = { ...conversation, customer: { ...conversation.customer, segment } };
    },
    channel: (channel) => {
      const known = Object.keys(settings.channels);
      if (!known.includes(channel)) throw new KbError(unknownName('channel', channel, known));
      opening = { ...opening, channel };
      conversation = { ...conversation, channel };
    },
    fact: (given) => {
      const parsed = parseFact(given, settings);
      if ('problem' in parsed) throw new KbError(parsed.problem);
      conversation = { ...conversation, facts: { ...conversation.facts, ...parsed.facts } };
    },
    history: () => tell(conversation.turns.map(({ role, text }) => `${role}: ${printable(text)}`)),
    save: async (file) => tell([`saved ${printable(await save(context, root, file, conversation, startedAt))}`]),
    new: async () => {
      if (conversation.turns.length > 0) {
        await keep(history, conversation, startedAt);
        tell([`kept in ${printable(path.relative(context.cwd, history))}`]);
      }
      conversation = startConversation(policy, opening);
      startedAt = new Date();
      last = undefined;
    },
    help: () => tell(HELP),
  };

  const lines = createInterface({ input: context.stdin, terminal: false });
  const prompt = (): void => void (context.interactive && context.stdout.write('> '));
  tell(['Write as a customer. /help lists what else there is.']);
  prompt();
  let rates = false;
  for await (const line of lines) {
    const text = line.trim();
    if (rates) {
      rating = /^[1-5]$/.test(text) ? Number(text) : undefined;
      break;
    }
    const [, name, argument = ''] = /^\/(\w+)\s*(.*)$/.exec(text) ?? [];
    if (name === 'quit' || name === 'exit') {
      if (conversation.turns.length === 0) break;
      rates = true;
      tell(['How helpful was it, from 1 to 5? (Enter for no answer)']);
    } else if (name !== undefined) {
      const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
      try {
        if (command) await command(argument);
        else tell([`there is no /${printable(name)}`, ...HELP]);
      } catch (error) {
        complain(error);
      }
    } else if (text !== '') {
      const before = conversation.handedOverAt;
      const taken = await takeTurn((words) => model.recognise(words), conversation, text);
      ({ conversation, decision: last } = taken);
      say((last.reply ?? '').split('\n').map(printable));
      if (last.packet && before === undefined && settings.routing.notify) {
        const failed = await deliver(last.packet, settings.routing.notify, delivery);
        tell([failed === undefined ? 'the person was notified' : `not notified: ${printable(failed)}`]);
      }
    }
    prompt();
  }
  lines.close();
  if (conversation.turns.length > 0) await keep(history, conversation, startedAt, rating);
  return { output: '', exitCode: 0 };
}

/** A conversation as canonical JSON Lines have it. */
function logged({ customer, channel, turns, handedOverAt }: Conversation, now: Date, rating?: number): string {
  const startedAt = now.toISOString();
  const id = `chat-${createHash('sha256')
    .update(JSON.stringify([startedAt, turns]))
    .digest('hex')
    .slice(0, 16)}`;
  return JSON.stringify({
    id,
    ...(channel !== undefined && { channel }),
    ...(customer.language !== undefined && { language: customer.language }),
    started_at: startedAt,
    ...(customer.segment !== undefined && { customer: { segment: customer.segment } }),
    turns,
    ...(handedOverAt !== undefined && { outcome: 'handed_off' }),
    ...(rating !== undefined && { feedback: { rating } }),
  });
}

async function keep(file: string, conversation: Conversation, now: Date, rating?: number): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  await appendFile(file, `${logged(conversation, now, rating)}\n`);
}

async function save(
  context: Context,
  root: string,
  name: string,
  conversation: Conversation,
  now: Date,
): Promise<string> {
  if (conversation.turns.length === 0) {
    throw new KbError({ code: 'usage/invalid-value', severity: 'error', message: 'nothing was said yet' });
  }
  if (name.endsWith('.jsonl')) {
    await keep(path.resolve(context.cwd, name), conversation, now);
    return name;
  }
  const base = name.replace(/^scenarios\//, '').replace(/\.ya?ml$/, '');
  if (!/^[\p{L}\p{N}][\p{L}\p{N}_-]*(?:\/[\p{L}\p{N}][\p{L}\p{N}_-]*)*$/u.test(base)) {
    throw new KbError({
      code: 'usage/invalid-value',
      severity: 'error',
      message: `not the name of a scenario or a .jsonl file: "${name}"`,
      hint: '/save late-parcel.yaml',
    });
  }
  const file = `scenarios/${base}.yaml`;
  await withLock(root, async () => {
    if (await lstat(path.join(root, file)).catch(() => undefined)) {
      throw new KbError({
        code: 'usage/invalid-value',
        severity: 'error',
        message: `${file} is there already`,
        hint: 'choose another name',
      });
    }
    await writeFiles(root, new Map([[file, scenarioText(conversation)]]));
  });
  return file;
}

function scenarioText({ customer, channel, facts, turns }: Conversation): string {
  const said = turns.filter(({ role }) => role === 'customer');
  const scenario = {
    scenario: said[0]?.text ?? 'A conversation',
    customer,
    ...(channel !== undefined && { channel }),
    ...(Object.keys(facts).length > 0 && { facts }),
    turns: said.map(({ text, intent, action }) => ({
      customer: text,
      expect: { intent: intent ?? OUT_OF_SCOPE, ...(action && { action }) },
    })),
  };
  return stringify(scenario, { lineWidth: 0 });
}
