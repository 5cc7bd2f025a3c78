import { z } from 'zod';
import { articleExample } from '../../examples.js';
import { placeOfFact } from '../../facts.js';
import type { Rule } from '../../rule.js';

const options = z.strictObject({
  hosts: z.array(z.string()).default([]).describe('Hosts that are reached by https, besides those that articles link to so.'),
});

export const insecureLink: Rule = {
  meta: {
    id: 'kb/insecure-link',
    summary: 'A link uses http although the host is reached by https: what customers type there can be read on the way.',
    severity: 'warning',
    fixable: 'yes',
    example: {
      fails: {
        'articles/refunds.md': articleExample('Open https://pay.shop.example/refunds or http://pay.shop.example/help now.'),
      },
      passes: { 'articles/refunds.md': articleExample('Open https://pay.shop.example/refunds now.') },
    },
  },
  options,
  *check({ index, optionsOf }) {
    const secure = new Set(optionsOf(options).hosts.map((host) => host.toLowerCase()));
    const insecure: { host: string; target: string; path: string; start: number; line: number; column: number }[] = [];
    for (const { article, facts } of index.articles) {
      for (const { target, targetStart, line, column, to } of facts.links) {
        if (to !== undefined) continue;
        const match = /^(https?):\/\/([^/?#:]{1,253})/i.exec(target);
        const host = match?.[2]?.toLowerCase();
        if (host === undefined) continue;
        if (match?.[1]?.toLowerCase() === 'https') secure.add(host);
        else insecure.push({ host, target, path: article.path, start: targetStart, line, column });
      }
    }
    for (const { host, target, path, start, line, column } of insecure) {
      if (!secure.has(host)) continue;
      yield {
        message: `${target.slice(0, 100)} is not encrypted, although ${host} can be reached by https`,
        hint: 'write https',
        ...placeOfFact(path, { line, column }),
        fix: [{ file: path, start, end: start + 4, text: 'https' }],
      };
    }
  },
};
