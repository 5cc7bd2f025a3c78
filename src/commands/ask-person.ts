import { KbError } from '../problem.js';
import type { Context } from './context.js';

/** Something that a verb needs: given as a flag, or asked for on a terminal. */
interface Question {
  /** How to give it without a terminal: `--title` or `NAME`. */
  readonly flag: string;
  readonly message: string;
  readonly default?: string;
}

/**
 * The value given, else a person's answer.
 *
 * @throws {KbError} without a terminal: waiting for an answer there would hang a pipeline.
 */
export async function required(context: Context, value: string | undefined, question: Question): Promise<string> {
  if (value !== undefined) return value;
  if (!context.interactive) {
    throw new KbError({
      code: 'usage/missing-value',
      severity: 'error',
      message: `${question.flag} is missing`,
      hint: `give it, or run this on a terminal to be asked: ${question.message}`,
    });
  }
  return ask(question);
}

async function ask({ message, default: preset }: Question): Promise<string> {
  const { default: inquirer } = await import('inquirer');
  const { answer } = await inquirer.prompt<{ answer: string }>([
    {
      type: 'input',
      name: 'answer',
      message,
      ...(preset !== undefined && { default: preset }),
      validate: (text: string) => text.trim() !== '' || 'An answer is needed.',
    },
  ]);
  return answer.trim();
}

/** The value given, else a person's answer, else the default. */
export async function optional(
  context: Context,
  value: string | undefined,
  question: Question & { readonly default: string },
): Promise<string> {
  if (value !== undefined) return value;
  return context.interactive ? ask(question) : question.default;
}

/** Asks for one of a list; without a terminal the first. */
export async function choice<T extends string>(
  context: Context,
  value: T | undefined,
  message: string,
  choices: readonly [T, ...T[]],
): Promise<T> {
  if (value !== undefined) return value;
  if (!context.interactive) return choices[0];
  const { default: inquirer } = await import('inquirer');
  const { answer } = await inquirer.prompt<{ answer: string }>([{ type: 'select', name: 'answer', message, choices }]);
  return choices.find((candidate) => candidate === answer) ?? choices[0];
}
