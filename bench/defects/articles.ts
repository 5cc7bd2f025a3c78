import { addParagraph, isEnglish, lineOf, setField, type Copy, type Kind, type Place } from './planting.js';

const paragraph = (write: (copy: Copy) => string) => (copy: Copy) => addParagraph(copy, write(copy));

const LONG_WORDS =
  'replacement confirmation warehouse authorisation statement estimate signature insurance processing collection guarantee instruction packaging temperature certificate original immediate separate necessary convenient'.split(
    ' ',
  );

/** What happens to words under hasty fingers: a letter left out, doubled, swapped, or the key beside it. */
function slip(copy: Copy, word: string): string {
  const at = 2 + copy.below(word.length - 4);
  const neighbours: Readonly<Record<string, string>> = {
    a: 's',
    e: 'w',
    i: 'o',
    n: 'm',
    t: 'r',
    r: 't',
    o: 'p',
    s: 'd',
    c: 'x',
  };
  const kind = copy.below(4);
  if (kind === 0) return word.slice(0, at) + word.slice(at + 1);
  if (kind === 1 && word[at] !== word[at + 1])
    return word.slice(0, at) + word.charAt(at + 1) + word.charAt(at) + word.slice(at + 2);
  const beside = neighbours[word.charAt(at)];
  if (kind === 2 && beside !== undefined) return word.slice(0, at) + beside + word.slice(at + 1);
  return word[at] === word[at + 1] || word[at] === word[at - 1]
    ? word.slice(0, at) + word.slice(at + 1)
    : word.slice(0, at) + word.charAt(at) + word.slice(at);
}

const MONTHS = ['January', 'March', 'May', 'June', 'August', 'October'];

function pastDay(copy: Copy): string {
  const [day, month, year] = [1 + copy.below(28), copy.below(6), 2010 + copy.below(15)];
  const name = MONTHS[month] as string;
  return copy.pick([
    `${day} ${name} ${year}`,
    `${name} ${day}, ${year}`,
    `${year}-0${1 + copy.below(9)}-1${copy.below(9)}`,
  ]);
}

const GERMAN = [
  'Die Bestellung wird innerhalb von drei Tagen mit der Post verschickt, und Sie bekommen eine Nachricht.',
  'Wenn das Paket nicht ankommt, schreiben Sie uns bitte mit der Nummer der Bestellung.',
  'Das Geld ist nach der Prüfung wieder auf dem Konto, von dem Sie bezahlt haben.',
  'Für die Rücksendung liegt ein Etikett in dem Paket, das Sie nur aufkleben müssen.',
];
const FRENCH = [
  'La commande est envoyée dans les trois jours et vous recevez un message avec le lien de suivi.',
  'Si le colis ne vient pas, nous vous prions de nous écrire avec le numéro de la commande.',
  'Le montant est remboursé sur la carte avec laquelle vous avez payé.',
];
const CHINESE = [
  '订单会在三天内发出，发出后我们会给您发送邮件。',
  '如果包裹没有送到，请把订单号发给我们。',
  '退款会退回到您付款时使用的银行卡。',
];

/** Replaces the first paragraph. */
function setLead(copy: Copy, text: string): Place | undefined {
  // Where customers greet, a greeting is an answer.
  const file = copy.take('articles', (content, name) => isEnglish(content, name) && !name.includes('smalltalk'));
  if (file === undefined) return undefined;
  const lines = copy.text(file).split('\n');
  const at = lines.indexOf('---', 1) + 1;
  let end = at;
  while (end < lines.length && lines[end] !== '') end += 1;
  copy.change(file, at, [text], end - at);
  return { file, line: at + 1 };
}

/** A new article whose front matter is in order; `fields` are added, and the body begins on the line after it. */
function newArticle(copy: Copy, title: string, body: string, fields = 'intents: [%]\n'): string {
  const file = `articles/zz/${copy.word().toLowerCase()}.md`;
  const any = /intent: (.*)/.exec(
    copy.text(
      copy.pick([...copy.texts.keys()].filter((name) => name.startsWith('intents/') && !name.includes('out-of'))),
    ),
  )?.[1];
  copy.add(file, `---\ntitle: ${title}\n${fields.replace('%', any ?? 'none')}owner: team\n---\n${body}\n`);
  return file;
}

/** Two articles that say two things of one, each in its way. */
function contradiction(copy: Copy): Place | undefined {
  const thing = copy.thing();
  const other = copy.word().toLowerCase();
  const [a, b] = copy.pick([
    [14, 30],
    [3, 5],
    [10, 21],
    [7, 28],
  ] as const);
  const [first, second] = copy.pick([
    [
      `You can exchange a ${thing} with ${other} within ${a} days.`,
      `A ${thing} with ${other} can be exchanged within ${b} days.`,
    ],
    [`A ${thing} in ${other} costs £${a}.50.`, `In ${other}, the ${thing} costs £${b}.`],
    [
      `The ${thing} desk for ${other} is open from ${a % 12}:00 to 17:30.`,
      `The ${thing} desk for ${other} is open from ${a % 12}:00 to 19:00.`,
    ],
    [`For a ${thing} with ${other} we charge ${a} %.`, `We charge ${b} % for a ${thing} with ${other}.`],
    [
      `The ${thing} for ${other} is repaired in ${a} working days.`,
      `We repair a ${thing} for ${other} in ${b} working days.`,
    ],
  ]);
  const one = addParagraph(copy, first);
  const two = addParagraph(copy, second);
  if (!one || !two) return undefined;
  return one.file > two.file ? one : two;
}

/** A figure of a translation that is changed by hand. */
function translatedFigure(copy: Copy): Place | undefined {
  const pattern = /(?<![\d:.-])(\d{1,2})(个工作日|天|%)/;
  const file = copy.take(
    'articles',
    (text, name) => name.endsWith('.zh.md') && pattern.test(text.slice(text.indexOf('\n---\n') + 4)),
  );
  if (file === undefined) return undefined;
  const lines = copy.text(file).split('\n');
  const from = lines.indexOf('---', 1);
  const at = lines.findIndex((line, index) => index > from && pattern.test(line));
  const value = pattern.exec(lines[at] ?? '');
  // The value goes from the whole article, or its source would still agree with another line.
  const text = copy.text(file).replaceAll(new RegExp(`(?<![\\d:.-])${value?.[1]}(?=${value?.[2]})`, 'g'), '61');
  copy.texts.set(file, text);
  return { file, line: at + 1 };
}

function copyOfArticle(copy: Copy): Place | undefined {
  const long = (text: string, name: string): boolean => isEnglish(text, name) && text.length > 900;
  const source = copy.take('articles', long);
  if (source === undefined) return undefined;
  const file = `articles/zz/${copy.word().toLowerCase()}.md`;
  const text = copy.text(source).replace(/^title: .*$/m, `title: ${copy.thing()}`);
  copy.add(
    file,
    `${text.trimEnd()}\n\n${copy.pick(['Thank you for your patience.', 'Ask us if something is not clear.', 'We are glad to help.'])}\n`,
  );
  return { file, line: 2 };
}

function sameQuestion(copy: Copy): Place | undefined {
  if (copy.below(2) === 0) {
    const source = copy.take('articles', isEnglish);
    if (source === undefined) return undefined;
    const text = copy.text(source);
    const title = /^title: (.*)$/m.exec(text)?.[1] ?? '';
    const scope = text.match(/^(?:audience|channels): .*$/gm)?.join('\n');
    const written = copy.pick([title.toUpperCase(), `${title} `, `${title}?`, title.replaceAll(' ', '  ')]);
    const file = newArticle(
      copy,
      written,
      `A different answer about the ${copy.thing()}.`,
      `intents: [%]\n${scope === undefined ? '' : `${scope}\n`}`,
    );
    return { file, line: 2 };
  }
  const question = `How do I ${copy.pick(['wash', 'mend', 'return', 'open'])} a ${copy.thing()}?`;
  const [first, second] = [
    copy.pick(['Gently.', 'By hand.', 'With care.']),
    copy.pick(['At once.', 'Not at all.', 'In the shop.']),
  ];
  const one = newArticle(copy, copy.thing(), `A word on it.\n\n## ${question}\n\n${first}`);
  const two = newArticle(copy, copy.thing(), `Another word.\n\n## ${question.replace('How', 'HOW')}\n\n${second}`);
  return { file: one > two ? one : two, line: 8 };
}

function headings(copy: Copy): Place | undefined {
  const name = copy.thing();
  switch (copy.below(3)) {
    case 0: {
      const place = addParagraph(copy, `## ${name}\n\nText.\n\n#### ${copy.thing()}\n\nMore text.`, true);
      return place && { ...place, line: place.line + 4 };
    }
    case 1: {
      const place = addParagraph(copy, `## ${name}\n\nText.\n\n## ${name}\n\nMore text.`, true);
      return place && { ...place, line: place.line + 4 };
    }
    default: {
      const place = addParagraph(copy, `# ${name}\n\nText.\n\n# ${copy.thing()}\n\nMore text.`, true);
      return place && { ...place, line: place.line + 4 };
    }
  }
}

function wrongField(copy: Copy): Place | undefined {
  const file = copy.take('articles');
  if (file === undefined) return undefined;
  const wrong = copy.below(6);
  if (wrong === 0) return setField(copy, file, 'updated', copy.pick(['soon', '2026-13-40', '12/05/2026']));
  if (wrong === 1) return setField(copy, file, 'owner', '[one, two]');
  if (wrong === 2) return setField(copy, file, 'intents', copy.pick(['7', 'order.track', '{ a: b }']));
  if (wrong === 3) return setField(copy, file, 'title', copy.pick(['[a, b]', '{ a: 1 }', '""']));
  if (wrong === 4) return setField(copy, file, 'review_by', copy.pick(['never', '2026', '31.12.2026']));
  // A title that is missing is missed on the first line of the front matter.
  copy.change(
    file,
    copy
      .text(file)
      .split('\n')
      .findIndex((line) => line.startsWith('title:')),
    [],
  );
  return { file, line: 2 };
}

const FIELDS = {
  titel: 'x',
  ownr: 'team',
  intent: '[a]',
  chanels: '[chat]',
  reviewed: '2026-01-01',
  tags: '[a, b]',
  'updated-at': '2026-01-01',
};

const inArticle =
  (change: (copy: Copy, file: string) => Place | undefined) =>
  (copy: Copy): Place | undefined => {
    const file = copy.take('articles', (text, name) => isEnglish(text, name) && /^owner: /m.test(text));
    return file === undefined ? undefined : change(copy, file);
  };

const ANY_CONDITION = (copy: Copy): string =>
  copy.text('kb.yaml').includes('order_status') ? 'order_status' : 'state';

/** An article with tasks; those of the workspaces differ in their facts. */
function withTasks(copy: Copy, tasks: readonly (readonly [string | undefined, string])[]): string {
  const list = tasks.map(([when, action]) =>
    when === undefined ? `  - do: ${action}\n` : `  - when: ${when}\n    do: ${action}\n`,
  );
  return newArticle(copy, copy.thing(), `About the ${copy.thing()}.`, `intents: [%]\ntasks:\n${list.join('')}`);
}

function overlap(copy: Copy): Place {
  const low = copy.below(50);
  const fact = copy.text('kb.yaml').includes('days_late') ? 'days_late' : 'days';
  const [a, b] = copy.pick([
    [`${fact} > ${low}`, `${fact} > ${low + 1 + copy.below(20)}`],
    [`${fact} >= ${low}`, `${fact} <= ${low + copy.below(20)}`],
    [`${fact} != ${low}`, `${fact} < ${low + 3}`],
    [`${fact} > ${low} || ${fact} == 3`, `${fact} < ${low + 30}`],
  ]);
  return {
    file: withTasks(copy, [
      [a, 'Say the one thing.'],
      [b, 'Say the other thing.'],
      [undefined, 'handoff'],
    ]),
    line: 7,
  };
}

function noExit(copy: Copy): Place {
  const fact = ANY_CONDITION(copy);
  const [value, other] =
    fact === 'state'
      ? ['new', 'sent']
      : copy.pick([
          ['packed', 'shipped'],
          ['lost', 'delivered'],
          ['cancelled', 'lost'],
        ]);
  const tasks = copy.pick([
    [[`${fact} == "${value}"`, 'Say so.']],
    [
      [`${fact} == "${value}" && ${fact} != "${other}"`, 'Say so.'],
      [`${fact} == "${value}"`, 'handoff'],
    ],
  ] as const);
  return { file: withTasks(copy, tasks), line: 4 };
}

function wrongCondition(copy: Copy): Place {
  const fact = ANY_CONDITION(copy);
  const wrong = copy.pick([
    `${fact} = "lost"`,
    `${fact} == "loste"`,
    `${fact}s == "lost"`,
    `${fact} == "lost" &&`,
    `(${fact} == "lost"`,
    `${fact} > 3`,
    `no_such_${copy.word()} == 1`,
    fact,
  ]);
  return {
    file: withTasks(copy, [
      [wrong, 'Say so.'],
      [undefined, 'handoff'],
    ]),
    line: 5,
  };
}

/** A key put together from parts, so that scanners of this repository find nothing. */
const joined = (...parts: readonly string[]): string => parts.join('');

export const ARTICLES: readonly Kind[] = [
  { rule: 'kb/placeholder', plant: (copy) => copy.below(6) === 0 ? addParagraph(copy, `## The ${copy.thing()}\n`) : addParagraph(copy, copy.pick(['The fee is TBD.', 'TODO: say how.', `The ${copy.thing()} costs XXX.`, 'Lorem ipsum dolor sit amet.', 'Call [insert number here] now.', `FIXME the ${copy.thing()}`, 'Write to <your name here>.', '- TBC: the hours'])) },
  { rule: 'kb/dead-internal-link', plant: paragraph((copy) => copy.pick([`See [this](../${copy.word()}/x.md).`, `See [this](${copy.word()}.md#part).`, `Look [here](#${copy.word()}).`, `<a href="${copy.word()}.md">more</a>`, `- [one](/articles/${copy.word()}.md) of them`, `Read [that](./${copy.word()}).`])) },
  { rule: 'kb/dead-external-link', plant: (copy) => {
    const address = copy.pick([`https://shop.example/${copy.word()}`, `http://help.example/${copy.word()}?a=1`, `https://${copy.word()}.example/`]);
    copy.brokenLinks.set(address, '404 Not Found');
    return addParagraph(copy, copy.pick([`See [this](${address}).`, `Open <${address}> for it.`, `All of it: ${address}`]));
  } },
  { rule: 'kb/missing-alt-text', plant: paragraph((copy) => copy.pick([`Here: ![](../${copy.word()}.png)`, `<img src="../${copy.word()}.jpg">`, `![ ](${copy.word()}.svg) and more`])) },
  { rule: 'kb/image-missing', plant: paragraph((copy) => copy.pick([`Here: ![a picture](../${copy.word()}.png)`, `<img src="${copy.word()}.jpg" alt="a picture">`, `![the ${copy.thing()}](/images/${copy.word()}.webp)`])) },
  { rule: 'kb/undefined-variable', plant: paragraph((copy) => copy.pick([`Dear {{ ${copy.word()} }}, thank you.`, `Your number is {{${copy.word()}_id}}.`, `- {{customer.${copy.word()}}}`])) },
  { rule: 'kb/expired', plant: paragraph((copy) => copy.pick([`The ${copy.thing()} offer is valid until ${pastDay(copy)}.`, `This price list ended on ${pastDay(copy)}.`, `Order no later than ${pastDay(copy)} to get a ${copy.thing()}.`, `- The gift expires on ${pastDay(copy)}.`])) },
  { rule: 'kb/spelling', plant: paragraph((copy) => copy.pick(['We look after your % now.', 'The % comes by post.', '- about the %, ask us', 'No % is needed for it.']).replace('%', slip(copy, copy.pick(LONG_WORDS)))) },
  { rule: 'kb/banned-term', plant: paragraph((copy) => copy.pick([`You failed to send the ${copy.thing()}.`, `We see that you neglected to sign for it.`, `Obviously, the ${copy.thing()} is sold out.`, `It is your own fault.`, `As previously stated, the ${copy.thing()} is late.`, 'IT IS COMMON SENSE to keep it dry.'])) },
  { rule: 'kb/restricted-claim', plant: paragraph((copy) => copy.pick([`The ${copy.thing()} has no side effects.`, 'You get a guaranteed return on it.', 'It is clinically proven.', 'This is a risk-free investment.', 'With it you double your money.', 'It cures headaches.'])) },
  { rule: 'kb/reading-level', plant: paragraph((copy) => `We ${Array.from({ length: 8 + copy.below(8) }, () => `send the ${copy.thing()} and then`).join(' ')} stop.`) },
  { rule: 'kb/contradictory-figure', plant: (copy) => (copy.texts.has('articles/delivery/delivery-times.zh.md') && copy.below(4) === 0 ? translatedFigure(copy) : contradiction(copy)) },
  { rule: 'kb/heading-structure', plant: headings },
  { rule: 'kb/insecure-link', plant: (copy) => {
    const host = `${copy.word().toLowerCase()}.example`;
    if (!addParagraph(copy, `See https://${host}/${copy.word()}.`)) return undefined;
    return addParagraph(copy, copy.pick([`See http://${host}/help.`, `Log in [here](http://${host}/account).`, `Pay at <http://${host}>.`]));
  } },
  { rule: 'kb/steps-untestable', plant: (copy) => addParagraph(copy, Array.from({ length: 4 + copy.below(4) }, (_, at) => `${at + 1}. ${copy.pick(['Take', 'Turn', 'Lift', 'Fold', 'Press'])} the ${copy.thing()}.`).join('\n'), true) },
  { rule: 'kb/no-direct-answer', plant: (copy) => setLead(copy, copy.pick([`Do you want to know about the ${copy.thing()}?`, 'Hello and welcome!', 'Thank you for contacting us.', `[All about it](https://shop.example/${copy.word()})`, 'Where is your order? And how do you follow it?', 'Dear customer,'])) },
  { rule: 'kb/answer-too-long', only: 'example', plant: (copy) => {
    const file = copy.take('articles', (text, name) => isEnglish(text, name) && !/^channels: \[email\]/m.test(text));
    if (file === undefined) return undefined;
    const text = copy.text(file);
    const at = text.indexOf('\n---\n', 3) + 5;
    copy.texts.set(file, text.slice(0, at) + `The ${copy.thing()} is kept in a dry place. `.repeat(16 + copy.below(6)) + text.slice(at));
    return { file, line: text.slice(0, at).split('\n').length };
  } },
  { rule: 'kb/wrong-language', plant: (copy) => ({ file: newArticle(copy, copy.thing(), copy.pick([[...GERMAN], [...FRENCH], [...CHINESE]]).toSorted(() => copy.random() - 0.5).join(' ')), line: 6 }) },
  { rule: 'kb/same-question-different-answer', plant: sameQuestion },
  { rule: 'kb/near-duplicate-article', plant: copyOfArticle },
  { rule: 'kb/front-matter-schema', plant: wrongField },
  { rule: 'kb/unknown-field', plant: inArticle((copy, file) => {
    const [key, value] = copy.pick(Object.entries(FIELDS));
    return setField(copy, file, key, value);
  }) },
  { rule: 'kb/missing-owner', plant: inArticle((copy, file) => {
    copy.change(file, copy.text(file).split('\n').findIndex((line) => line.startsWith('owner:')), []);
    return { file, line: lineOf(copy.text(file), 'title: ') };
  }) },
  { rule: 'kb/stale-review', plant: inArticle((copy, file) => setField(copy, file, 'review_by', `20${20 + copy.below(6)}-0${1 + copy.below(9)}-1${copy.below(9)}`)) },
  { rule: 'kb/translation-stale', only: 'example', plant: (copy) => {
    const file = copy.take('articles', (text, name) => name.endsWith('.zh.md') && /^updated: /m.test(text) && /^updated: /m.test(copy.text(name.replace('.zh', ''))));
    return file === undefined ? undefined : setField(copy, file, 'updated', `202${copy.below(6)}-0${1 + copy.below(9)}-0${1 + copy.below(9)}`);
  } },
  { rule: 'kb/translation-missing', only: 'example', atOnce: 4, plant: (copy) => {
    if (copy.isFirst('languages'))
      copy.texts.set('kb.yaml', `${copy.text('kb.yaml')}\nlint: { rules: { kb/translation-missing: [warning, { languages: [zh] }] } }\n`);
    const file = copy.take('articles', (_, name) => name.endsWith('.zh.md'));
    if (file === undefined) return undefined;
    copy.texts.delete(file);
    const source = file.replace('.zh', '');
    return { file: source, line: lineOf(copy.text(source), 'title: ') };
  } },
  { rule: 'map/article-without-intent', plant: (copy) => ({ file: newArticle(copy, copy.thing(), 'Text.', copy.pick(['', 'intents: []\n'])), line: 2 }) },
  { rule: 'map/trigger-overlap', plant: overlap },
  { rule: 'map/no-exit', plant: noExit },
  { rule: 'map/condition', plant: wrongCondition },
  { rule: 'map/unknown-name', plant: inArticle((copy, file) => setField(copy, file, copy.pick(['audience', 'channels', 'requires']), `[${copy.pick(['vips', 'webchat', 'order_no', copy.word()])}]`)) },
  { rule: 'priv/secret', plant: paragraph((copy) => copy.pick([`Key ${joined('AK', 'IA', copy.digits(16))} is used.`, `password: hunter${copy.digits(9)}`, `Use \`${joined('sk', '_live_', copy.digits(12))}abcd\`.`, `token ${joined('ghp', '_', copy.digits(36))}`, `api_key = "a1b2c3${copy.digits(20)}"`, `    ${joined('-----BEGIN', ' RSA PRIVATE', ' KEY-----')}`, joined('xox', 'b-', copy.digits(12), '-abcdef'), joined('AI', 'za', copy.digits(35))])) },
  { rule: 'cfg/disable-without-reason', plant: paragraph((copy) => copy.pick(['<!-- kb-disable-next-line kb/placeholder -->\nTODO later', '<!-- kb-disable-file kb/reading-level -->', '<!-- kb-disable kb/banned-term -->'])) },
  { rule: 'cfg/unused-disable', plant: paragraph((copy) => copy.pick([`<!-- kb-disable-next-line kb/placeholder -- a quotation -->\nThe ${copy.thing()}.`, '<!-- kb-disable-file kb/banned-term -- quoted -->', '<!-- kb-disable kb/undefined-variable -- a template -->'])) },
  { rule: 'cfg/unknown-rule', plant: paragraph((copy) => copy.pick(['<!-- kb-disable-next-line kb/placeholders -- a quotation -->', `<!-- kb-disable-file utt/${copy.word().toLowerCase()} -- quoted -->`])) },
]; // prettier-ignore
