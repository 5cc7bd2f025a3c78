import type { z } from 'zod';
import type { Edit, Place, Problem, Severity } from '../problem.js';
import type { Scenario, Settings, SourceFile, Workspace } from '../workspace/index.js';
import type { ArticleText } from './article-text.js';
import type { LintIndex } from './lint-index.js';
import type { UtteranceRecognitions } from './recognitions.js';
import type { IntentText } from './utterances.js';

/** Texts of a small workspace by path; what is not given comes from a minimal one without findings. */
export type ExampleFiles = Readonly<Record<string, string>>;

/** What a rule is, in one place: the help, the documentation and the tests all come from it. */
export interface RuleMeta {
  readonly id: Problem['code'];
  /** What it finds and why that matters, in a sentence. */
  readonly summary: string;
  /** How its findings count unless kb.yaml says otherwise. */
  readonly severity: Severity;
  /** `yes`: a fix is safe to make; `suggestion`: a fix needs a person's consent. */
  readonly fixable: 'yes' | 'suggestion' | 'no';
  /** Runs only where kb.yaml (or `--rule`) asks for it. */
  readonly optIn?: true;
  /** Runs only with `--model` (a trained classifier) or `--online` (requests to other hosts). */
  readonly needs?: 'model' | 'network';
  readonly example: {
    readonly fails: ExampleFiles;
    readonly passes: ExampleFiles;
  };
}

/** One thing found; the engine adds the rule's id and severity. */
export interface Finding extends Place {
  readonly message: string;
  readonly hint?: string;
  readonly related?: readonly (Place & { readonly message: string })[];
  readonly fix?: readonly Edit[];
  readonly suggestion?: readonly Edit[];
}

interface WithOptions {
  /** The rule's options in kb.yaml, whole and valid. */
  readonly optionsOf: <Schema extends z.ZodType>(schema: Schema) => z.output<Schema>;
}

/** All that a rule about single files may depend on: what it finds is kept until the file or kb.yaml changes. */
export interface FileContext extends WithOptions {
  readonly settings: Settings;
}

export interface LintContext extends WithOptions {
  readonly workspace: Workspace;
  /** The day that dates are held against, `2026-10-01`. */
  readonly today: string;
  /** What is derived from the workspace, each thing once and on first use. */
  readonly index: LintIndex;
  /** The size in bytes of a file of the workspace that is no content file, such as an image. */
  readonly fileSize: (path: string) => number | undefined;
  /** How the classifier recognises each utterance when it has not seen it; with `--model` only. */
  readonly recognitions?: UtteranceRecognitions;
  /** What is wrong with an external link, by its target; with `--online` only. */
  readonly brokenLinks?: ReadonlyMap<string, string>;
}

/** A lint rule. To add one: a file that exports such an object, and a line in `registry.ts`. */
export interface Rule {
  readonly meta: RuleMeta;
  /** The options it takes, all with defaults. */
  readonly options?: z.ZodType;
  /**
   * What it finds that takes more than one file to see, in any order: the engine sorts. A rule without any of these
   * functions is reported by the readers or by the engine itself.
   */
  readonly check?: (context: LintContext) => Iterable<Finding>;
  /** What `check` depends on besides kb.yaml; `utterances` (intents and held-out files) lets findings be kept. */
  readonly reads?: 'utterances';
  /** What it finds in one article. */
  readonly checkArticle?: (article: ArticleText, context: FileContext) => Iterable<Finding>;
  /** In one file of `intents/` or `heldout/`. */
  readonly checkIntent?: (intent: IntentText, context: FileContext) => Iterable<Finding>;
  readonly checkScenario?: (scenario: Scenario, context: FileContext) => Iterable<Finding>;
  /** In the text of any of them, or of kb.yaml. */
  readonly checkText?: (file: SourceFile, context: FileContext) => Iterable<Finding>;
}
