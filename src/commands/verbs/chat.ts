import type { ChatFlags } from '../chat.js';
import { speaker, type CommandLine, type ReportFlags } from './verb.js';

export function registerChat({ verb, finish, world }: CommandLine): void {
  speaker(verb('chat', 'a conversation with the service in the terminal'))
    .option('--history <file>', 'keep the conversation, with the rating at its end, in this JSON Lines file')
    .action(async (flags: ReportFlags & ChatFlags) => {
      const { runChat } = await import('../chat.js');
      await finish(flags, (context) => runChat(context, flags, world));
    });
}
