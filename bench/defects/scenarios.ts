import { lineOf, setField, type Copy, type Kind, type MovingPlace, type Place } from './planting.js';

/** An intent of this tier in the workspace, or any. */
function intentOf(copy: Copy, tier: string): string {
  const all = [...copy.texts].filter(
    ([file, text]) => file.startsWith('intents/') && !file.includes('out-of-scope') && text.includes(`tier: ${tier}`),
  );
  return /^intent: (.*)$/m.exec(all.length > 0 ? copy.pick(all)[1] : '')?.[1] ?? 'none';
}

/** A new scenario; the first of its lines is its title, turns begin where `turns:` stands. */
function newScenario(copy: Copy, lines: readonly string[]): string {
  const file = `scenarios/zz-${copy.word().toLowerCase()}.yaml`;
  copy.add(file, [`scenario: About a ${copy.thing()}`, ...lines, ''].join('\n'));
  return file;
}

function unreachable(copy: Copy): Place {
  const turns = Array.from(
    { length: copy.below(3) },
    () => `  - { customer: "where is the ${copy.thing()}", expect: { action: answer } }`,
  );
  const lines = ['turns:', ...turns, '  - { customer: let me speak to somebody, expect: { action: handoff } }'];
  const file = newScenario(copy, [
    ...lines,
    `  - { customer: "and the ${copy.thing()}", expect: { action: ${copy.pick(['answer', 'clarify', 'assist'])} } }`,
  ]);
  return { file, line: lines.length + 2 };
}

function copied(copy: Copy): Place | undefined {
  const source = copy.take('scenarios', (text) => text.startsWith('scenario: '));
  if (source === undefined) return undefined;
  const text = copy.text(source).replace(/^scenario: .*/, `scenario: Another ${copy.thing()}`);
  const file = source.replace(/\.ya?ml$/, 'zz.yaml');
  // Marks and capitals of what is said do not matter.
  copy.add(file, copy.below(2) === 0 ? text : text.replace(/(- customer: [a-z][^"'\n]*[a-z])$/m, '$1!'));
  return { file, line: 1 };
}

function impossible(copy: Copy): Place {
  const isLarge = !copy.text('kb.yaml').includes('order_status');
  const [name, value] = isLarge
    ? copy.pick([
        ['state', 'snet'],
        ['state', copy.word()],
        ['days', '"seven"'],
      ])
    : copy.pick([
        ['order_status', 'shiped'],
        ['order_status', copy.word()],
        ['days_late', '"three"'],
        ['has_photo', '"yes"'],
        ['order_number', '48213'],
        ['destination', 'mars'],
      ]);
  const file = newScenario(copy, [
    'facts:',
    `  ${name}: ${value}`,
    'turns:',
    `  - { customer: "where is the ${copy.thing()}", expect: { action: answer } }`,
  ]);
  return { file, line: 3 };
}

function wrongName(copy: Copy): Place {
  const kind = copy.below(3);
  const turns = (expect: string): string[] => [
    'turns:',
    `  - { customer: "where is the ${copy.thing()}", expect: { ${expect} } }`,
  ];
  if (kind === 0) return { file: newScenario(copy, turns(`intent: ${copy.word().toLowerCase()}`)), line: 3 };
  if (kind === 1)
    return {
      file: newScenario(copy, [
        'turns:',
        `  - { customer: { intent: ${copy.word().toLowerCase()} }, expect: { action: answer } }`,
      ]),
      line: 3,
    };
  return { file: newScenario(copy, turns(`action: answer, intent: ${copy.word().toLowerCase()}`)), line: 3 };
}

/** Turns the list of a key in kb.yaml into one with a line an item, and adds one that nothing plays. */
function declare(copy: Copy, key: 'segments' | 'channels'): MovingPlace | undefined {
  // A scenario that plays all of them plays the new one, too.
  const isPlayed = [...copy.texts].some(
    ([file, text]) => file.startsWith('scenarios/') && text.includes(`${key}: all`),
  );
  if (isPlayed) return undefined;
  const name = copy.word().toLowerCase();
  const text = copy.text('kb.yaml');
  const inline = new RegExp(`^${key}: [[{](.*)[\\]}]$`, 'm').exec(text);
  if (inline)
    copy.texts.set(
      'kb.yaml',
      text.replace(
        inline[0],
        `${key}:\n${(inline[1] ?? '')
          .trim()
          .split(', ')
          .map((item) => (key === 'channels' ? `  ${item}` : `  - ${item}`))
          .join('\n')}`,
      ),
    );
  const at = lineOf(copy.text('kb.yaml'), `\n${key}:\n`) + 1;
  copy.change('kb.yaml', at, [key === 'channels' ? `  ${name}: {}` : `  - ${name}`], 0);
  return { file: 'kb.yaml', at: key === 'channels' ? `  ${name}: {}\n` : `  - ${name}\n` };
}

/** Adds a line to a map of kb.yaml, which is made where it is not there. */
function addSetting(copy: Copy, path: readonly string[], line: string): MovingPlace {
  const head = path.map((key, depth) => `${'  '.repeat(depth)}${key}:`);
  const wanted = `\n${head.join('\n')}\n`;
  let text = copy.text('kb.yaml');
  if (!text.includes(wanted)) text = `${text.trimEnd()}\n${head.join('\n')}\n`;
  copy.texts.set('kb.yaml', text);
  const at = lineOf(text, wanted) + head.length;
  copy.change('kb.yaml', at, [`${'  '.repeat(path.length)}${line}`], 0);
  return { file: 'kb.yaml', at: line };
}

/** A goal of intents or segments that there are none of, as the only goals. */
const goal =
  (path: readonly string[], value: string) =>
  (copy: Copy): MovingPlace => {
    if (copy.isFirst('goals')) copy.texts.set('kb.yaml', copy.text('kb.yaml').replace(/^goals:\n(?: .*\n?)*/m, ''));
    return addSetting(copy, ['goals', ...path], `${copy.word().toLowerCase()}: ${value}`);
  };

/** Wrong options for a rule, in a folder's settings: there a rule may stand many times. */
function wrongOptions(copy: Copy): MovingPlace {
  const options = copy.pick([
    `utt/too-few: [warning, { min: ${-1 - copy.below(9)} }]`,
    `utt/too-few: [error, { ${copy.word()}: 3 }]`,
    'kb/reading-level: [info, { words: many }]',
    'kb/unknown-field: [error, { a: 1 }]',
  ]);
  return addSetting(copy, ['lint', 'overrides'], `- { files: [${copy.word()}], rules: { ${options} } }`);
}

export const SCENARIOS: readonly Kind[] = [
  { rule: 'scn/unreachable', plant: unreachable },
  { rule: 'scn/duplicate', plant: copied },
  { rule: 'scn/unknown-step', plant: impossible },
  { rule: 'scn/no-assertion', plant: (copy) => ({ file: newScenario(copy, ['turns:', ...Array.from({ length: 1 + copy.below(4) }, () => `  - customer: "where is the ${copy.thing()}"`)]), line: 1 }) },
  { rule: 'scn/uncovered-segment', plant: (copy) => declare(copy, copy.pick(['segments', 'channels'])) },
  { rule: 'map/tier-conflict', plant: (copy) => {
    const [tier, action] = copy.pick([['complex', 'answer'], ['complex', 'assist'], ['medium', 'answer']] as const);
    const intent = intentOf(copy, tier);
    if (intent === 'none') return undefined;
    return { file: newScenario(copy, ['turns:', `  - { customer: "where is the ${copy.thing()}", expect: { intent: ${intent}, action: ${action} } }`]), line: 3 };
  } },
  { rule: 'map/unknown-intent', plant: wrongName },
  { rule: 'map/unknown-article', plant: (copy) => ({ file: newScenario(copy, ['turns:', `  - customer: "where is the ${copy.thing()}"`, `    expect: { article: ${copy.word().toLowerCase()} }`]), line: 4 }) },
  { rule: 'map/unknown-name', plant: (copy) => {
    const [line, at] = copy.pick([['channel: %', 2], ['customer: { segment: % }', 2], ['customer: { language: xx }', 2], ['facts: { %: 1 }', 2]] as const);
    return { file: newScenario(copy, [line.replace('%', copy.word().toLowerCase()), 'turns:', `  - { customer: "where is the ${copy.thing()}", expect: { action: answer } }`]), line: at };
  } },
  { rule: 'cfg/goal-without-metric', plant: goal(['eval', 'intents'], '{ recall: 0.9 }') },
  { rule: 'cfg/goal-without-metric', plant: goal(['simulate', 'wait_p90_seconds'], '60') },
  { rule: 'cfg/unknown-rule', plant: (copy) => addSetting(copy, ['lint', 'rules'], `utt/${copy.word().toLowerCase()}: off`) },
  { rule: 'cfg/rule-options', plant: wrongOptions },
  { rule: 'utt/no-oos-set', plant: (copy) => {
    const text = copy.text('intents/out-of-scope.md');
    const [head = '', ...rest] = text.split(/^(?=- )/m);
    copy.texts.set('intents/out-of-scope.md', head + rest.slice(copy.below(20), 20).slice(0, copy.below(10)).map((line) => line.split('\n')[0]).join('\n'));
    return { file: 'intents/out-of-scope.md', line: lineOf(text, 'intent: ') };
  }, atOnce: 1 },
  { rule: 'map/condition', plant: (copy) => {
    const file = 'kb.yaml';
    const text = copy.text(file);
    if (!text.includes('\n  rules:\n')) copy.texts.set(file, `${text.trimEnd()}\nrouting:\n  rules:\n`);
    const at = lineOf(copy.text(file), '\n  rules:\n') + 1;
    const wrong = copy.pick(['customer.segmnt == "vip"', 'intent.tier == "hard"', 'turn >', `${copy.word()} == 1`, 'confidence']);
    const mark = copy.word();
    copy.change(file, at, [`    - { when: '${wrong}', action: handoff } # ${mark}`], 0);
    return { file, at: `# ${mark}\n` };
  } },
  { rule: 'kb/front-matter-schema', plant: (copy) => {
    const file = copy.take('intents');
    return file === undefined ? undefined : setField(copy, file, 'tier', copy.pick(['easy', '1', '[simple]', 'Simple']));
  } },
]; // prettier-ignore
