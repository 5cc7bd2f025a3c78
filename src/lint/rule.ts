import type { Edit, Place, Problem, Severity } from '../problem.js';
import type { Workspace } from '../workspace/index.js';

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
}

export interface LintContext {
  readonly workspace: Workspace;
  /** The day that dates are held against, `2026-10-01`. */
  readonly today: string;
}

/** A lint rule. To add one: a file that exports such an object, and a line in `registry.ts`. */
export interface Rule {
  readonly meta: RuleMeta;
  /** Finds in any order; the engine sorts. Absent where the readers themselves report it. */
  readonly check?: (context: LintContext) => Iterable<Finding>;
}
