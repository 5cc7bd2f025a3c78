import { expect, test } from 'vitest';
import { Phrases } from '../../src/mining/phrases.js';

const said = (texts: readonly string[], language = 'en', reply?: string) =>
  texts.map((text) => ({ text, language, replies: reply === undefined ? [] : [reply] }));

const PARCELS = [
  'where is my parcel',
  'my parcel is late',
  'has the parcel left',
  'track my order',
  '我的包裹到哪了',
  '包裹还没到',
];

test('a topic is called by whole words as they were written, most often two that stand together', () => {
  const swatches = [
    'do you have fabric samples',
    'Can you please send me two fabric samples?',
    'how much are the fabric samples of the sofa',
    'samples of the linen fabric please',
  ];
  const { name, phrases } = new Phrases([...swatches, ...PARCELS], []).of(said(swatches));
  expect(name).toBe('fabric samples');
  expect(phrases.join(' ')).not.toMatch(/please|send me/);
});

test('Chinese topics are called by words, not by pieces of them', () => {
  const hobs = ['你家的搪瓷锅电磁炉能用吗', '电磁炉可以用这个锅吗', '家里是电磁炉，奶锅放上去没反应'];
  expect(new Phrases([...hobs, ...PARCELS], []).of(said(hobs, 'zh')).name).toMatch(/^电磁炉/);
});

test('placeholders and numbers name nothing', () => {
  const texts = [
    '<name> is my parcel 48213 engraved',
    'parcel 48213 <name> wants it engraved',
    '48213 <name> parcel engraved?',
  ];
  const { name, phrases } = new Phrases([...texts, ...PARCELS, ...PARCELS, ...PARCELS], []).of(said(texts));
  expect(name).toMatch(/engraved$/);
  expect(phrases.join(' ')).not.toMatch(/name|48213/);
});

test('where no words are shared, the name is how the most typical text begins', () => {
  const texts = ['who won the match last night in the rain and why', 'sing me a song'];
  expect(new Phrases([...texts, ...PARCELS], []).of(said(texts)).name).toBe('who won the match last night in the rai…');
});
