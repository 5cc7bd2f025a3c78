import { compileCondition, type Article, type Condition, type Settings, type Witness } from '../workspace/index.js';

/** The triggers of an article's tasks; `undefined` where one of them is wrong, which `map/condition` reports. */
export function compiledTasks(article: Article, settings: Settings): readonly (Condition | undefined)[] | undefined {
  const compiled: (Condition | undefined)[] = [];
  for (const { when } of article.tasks) {
    if (when === undefined) compiled.push(undefined);
    else {
      const condition = compileCondition(when, settings, 'task');
      if (!('evaluate' in condition)) return undefined;
      compiled.push(condition);
    }
  }
  return compiled;
}

/** Facts as a clause: `when order_status is "lost" and days_late is 3`. */
export function words(witness: Witness): string {
  const parts = Object.entries(witness).map(([name, value]) => `${name} is ${JSON.stringify(value)}`);
  return parts.length === 0 ? 'always' : `when ${parts.join(' and ')}`;
}
