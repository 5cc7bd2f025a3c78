/** Files for the examples in rules' `meta`, as short as they can be. */

/** An article with this body; lines of front matter may be added. */
export function articleExample(body: string, fields = ''): string {
  return `---\ntitle: Refunds\nintents: [refund.status]\nowner: payments\n${fields === '' ? '' : `${fields}\n`}---\n${body}\n`;
}

/** A complex intent (which needs no article) with these utterances. */
export function intentExample(intent: string, utterances: readonly string[], language = 'en'): string {
  const lines = utterances.map((utterance) => `- ${utterance}\n`).join('');
  return `---\nintent: ${intent}\ntier: complex\nowner: payments\n---\n## ${language}\n${lines}`;
}

/** A held-out file with these utterances. */
export function heldoutExample(intent: string, utterances: readonly string[]): string {
  return `---\nintent: ${intent}\n---\n## en\n${utterances.map((utterance) => `- ${utterance}\n`).join('')}`;
}

/** A scenario of these turns: what the customer says, and what is expected, as YAML. */
export function scenarioExample(turns: readonly (readonly [string, string])[], fields = ''): string {
  const lines = turns.map(([customer, expect]) => `  - customer: ${customer}\n    expect: ${expect}\n`).join('');
  return `scenario: A refund is late\n${fields === '' ? '' : `${fields}\n`}turns:\n${lines}`;
}
