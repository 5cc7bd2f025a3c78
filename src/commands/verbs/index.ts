import { registerAsk } from './ask.js';
import { registerAssess } from './assess.js';
import { registerChat } from './chat.js';
import { registerCheck } from './check.js';
import { registerClassify } from './classify.js';
import { registerEval } from './eval.js';
import { registerExplain } from './explain.js';
import { registerImport } from './import.js';
import { registerInit } from './init.js';
import { registerLint } from './lint.js';
import { registerLogs } from './logs.js';
import { registerMine } from './mine.js';
import { registerNew } from './new.js';
import { registerRedact } from './redact.js';
import { registerReview } from './review.js';
import { registerSchema } from './schema.js';
import { registerSearch } from './search.js';
import { registerSimulate } from './simulate.js';
import { registerStats } from './stats.js';
import { registerTrain } from './train.js';
import { registerWhy } from './why.js';
import type { CommandLine } from './verb.js';

/** The verbs, in the order of `kb --help`. To add one, add a file and two lines. */
export const verbs: readonly ((line: CommandLine) => void)[] = [
  registerInit,
  registerNew,
  registerImport,
  registerLint,
  registerTrain,
  registerEval,
  registerAssess,
  registerClassify,
  registerAsk,
  registerExplain,
  registerChat,
  registerSearch,
  registerSimulate,
  registerCheck,
  registerLogs,
  registerMine,
  registerReview,
  registerStats,
  registerRedact,
  registerWhy,
  registerSchema,
];
