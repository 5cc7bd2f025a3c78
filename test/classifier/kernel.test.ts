import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import asc from 'assemblyscript/asc';
import { hashTable, lookUp, pairNgrams } from '../../src/classifier/features.js';
import { Layout, startKernel, withCrew, type Job } from '../../src/classifier/kernel.js';
import { networkJob, networkOf, scoringJob, type TrainingRows } from '../../src/classifier/networks.js';

const source = new URL('../../src/classifier/kernel.as', import.meta.url);

test('kernel.generated.ts is kernel.as, compiled; mend it with `npx vitest run test/classifier/kernel.test.ts -u`', async () => {
  const text = await readFile(source, 'utf8');
  let binary: Uint8Array | undefined;
  const { error } = await asc.main(
    ['kernel.ts', '--outFile', 'kernel.wasm', '--enable', 'simd', '-O3', '--noAssert', '--runtime', 'stub', '--importMemory'], // prettier-ignore
    {
      readFile: (name) => (name === 'kernel.ts' ? text : null),
      writeFile: (name, content) => {
        if (name === 'kernel.wasm') binary = content as Uint8Array;
      },
      listFiles: () => [],
    },
  );
  expect(error).toBeNull();
  await expect(
    [
      '/** kernel.as, compiled to WebAssembly, in base64. Written by its test: see test/classifier/kernel.test.ts. */',
      'export const KERNEL =',
      `  '${Buffer.from(binary as Uint8Array).toString('base64')}';`,
      '',
    ].join('\n'),
  ).toMatchFileSnapshot('../../src/classifier/kernel.generated.ts');
});

/** Puts arrays into a kernel, calls one function, and gives back what stands at `out`. */
function run(
  arrays: readonly (Float32Array | Uint32Array | Int8Array)[],
  call: (at: readonly number[], out: number, kernel: ReturnType<typeof startKernel>) => void,
  outLength: number,
): number[] {
  const layout = new Layout();
  const at = arrays.map((array) => layout.take(array.byteLength));
  const out = layout.take(4 * outLength);
  const kernel = startKernel(layout.bytes);
  arrays.forEach((array, i) => new Uint8Array(kernel.memory.buffer, at[i]).set(new Uint8Array(array.buffer)));
  call(at, out, kernel);
  return [...new Float32Array(kernel.memory.buffer, out, outLength)];
}

const wave = (length: number, step: number) => Float32Array.from({ length }, (_, i) => Math.sin(1 + i * step));

describe('the kernel', () => {
  test('starts in a memory of zeros: it has no data of its own in it', () => {
    const { memory } = startKernel(65536);
    expect(new Uint8Array(memory.buffer).every((byte) => byte === 0)).toBe(true);
  });

  test('dense: out = in · matrix + bias, each row alone, cut to 0 when asked', () => {
    const [rows, inner, width] = [5, 3, 16];
    const input = wave(8 * inner, 0.7);
    const matrix = wave(inner * width, 0.3);
    const bias = wave(width, 0.9);
    const expected = (positive: boolean) =>
      Array.from({ length: rows * width }, (_, i) => {
        const [row, k] = [Math.floor(i / width), i % width];
        let sum = bias[k] as number;
        for (let j = 0; j < inner; j++) sum += (input[row * inner + j] as number) * (matrix[j * width + k] as number);
        return positive ? Math.max(sum, 0) : sum;
      });
    for (const positive of [true, false]) {
      const out = run(
        [input, matrix, bias],
        ([x, m, b], at, { call }) =>
          call.dense(x as number, rows, inner, m as number, b as number, width, Number(positive), at),
        8 * width,
      ).slice(0, rows * width);
      out.forEach((value, i) => expect(value).toBeCloseTo(expected(positive)[i] as number, 5));
    }
  });

  test('addRows and gather: sums of scaled byte rows, and of float rows, scaled', () => {
    const bytes = Int8Array.from({ length: 3 * 8 }, (_, i) => ((i * 37) % 255) - 127);
    const out = run(
      [bytes, Float32Array.of(0.5, 2, -1), Uint32Array.of(2, 0)],
      ([b, s, r], at, { call }) => call.addRows(b as number, s as number, r as number, 2, 8, at),
      8,
    );
    expect(out).toEqual(Array.from({ length: 8 }, (_, k) => -(bytes[16 + k] as number) + 0.5 * (bytes[k] as number)));
    const gathered = run(
      [wave(3 * 8, 0.5), Uint32Array.of(1, 1)],
      ([m, r], at, { call }) => call.gather(m as number, r as number, 2, 8, 0.25, at),
      8,
    );
    gathered.forEach((value, k) => expect(value).toBeCloseTo((wave(24, 0.5)[8 + k] as number) / 2, 6));
  });

  test('addPairs: the columns of the pairs that features.ts finds', () => {
    for (const words of [[], [11], [11, 22, 33], [11, 22, 33, 44, 0xffffffff, 11]]) {
      const all: number[] = [];
      pairNgrams(words, (hash) => void all.push(hash));
      const hashes = Uint32Array.from(new Set(all.filter((_, i) => i % 3 !== 1))).toSorted();
      const table = hashTable(hashes);
      const out = run(
        [Uint32Array.from([...words, 0]), Uint32Array.from([...hashes, 0]), table, wave(hashes.length + 1, 0.1)],
        ([w, h, t, idf], at, { call, memory }) => {
          const [sums, columns] = [at, at + 16];
          call.addPairs(w as number, words.length, h as number, t as number, table.length - 1, idf as number, columns, sums); // prettier-ignore
          const [known] = new Float64Array(memory.buffer, sums, 1);
          const [count, unknown] = new Uint32Array(memory.buffer, sums + 8, 2) as unknown as [number, number];
          const found = [...new Uint32Array(memory.buffer, columns, count)];
          new Float32Array(memory.buffer, at).set([known as number, count, unknown, ...found]);
        },
        40,
      );
      const find = lookUp(hashes);
      const expected = all.map(find).filter((column) => column >= 0);
      expect(out.slice(3, 3 + expected.length)).toEqual(expected);
      expect(out.slice(1, 3)).toEqual([expected.length, all.length - expected.length]);
      const idf = wave(hashes.length + 1, 0.1);
      expect(out[0]).toBeCloseTo(
        expected.reduce((sum, column) => sum + (idf[column] as number), 0),
        5,
      );
    }
  });

  test('judge: the softmax, and the sums from which the certainty follows', () => {
    const z = [0.3, -1, 2.5, 0, 1, 0, 0, 0];
    const classes = 5;
    const out = run(
      [Float32Array.from(z)],
      ([scores], at, { call, memory }) => {
        call.judge(scores as number, 1, classes, 8, 1, at);
        new Float32Array(memory.buffer, at + 8, 8).set(new Float32Array(memory.buffer, scores, 8));
      },
      16,
    );
    const powers = z.slice(0, classes).map((value) => Math.exp(value - 2.5));
    const sum = powers.reduce((a, b) => a + b);
    expect(out[0]).toBeCloseTo(sum, 5);
    expect(out[1]).toBeCloseTo(
      powers.reduce((a, p) => a + p * p, 0),
      5,
    );
    powers.forEach((power, k) => expect(out[2 + k]).toBeCloseTo(power / sum, 5));
    expect(out.slice(2 + classes, 10)).toEqual([0, 0, 0]);
  });
});

/** Rows of one feature each: feature 2i + j belongs to class i. */
const training: TrainingRows = {
  rows: {
    starts: Uint32Array.from({ length: 9 }, (_, i) => i),
    columns: Uint32Array.of(0, 1, 2, 3, 4, 5, 6, 7),
    values: new Float32Array(8).fill(1),
    spans: new Uint32Array(8),
  },
  labels: Int32Array.of(0, 0, 1, 1, 2, 2, -1, -1),
  features: 8,
  classes: 3,
};
const options = { hidden: 32, block: 16, epochs: 200, seed: 5 };

describe('a network', () => {
  test('learns its rows, and is undecided about rows that belong to no class', async () => {
    const [[scores] = []] = await withCrew((crew) => crew.run([() => scoringJob(training, options, training.rows)], 1));
    for (let row = 0; row < 8; row++) {
      const mine = Array.from((scores as Float32Array).subarray(row * 8, row * 8 + 3));
      const spread = Math.max(...mine) - Math.min(...mine);
      if (row < 6) expect(mine.indexOf(Math.max(...mine))).toBe(training.labels[row]);
      if (row < 6) expect(spread).toBeGreaterThan(1);
      else expect(spread).toBeLessThan(0.8);
    }
  });

  test('comes out the same, bit for bit, in this thread and in others', async () => {
    const job = (): Job => networkJob(training, options, training.rows);
    const [here] = await withCrew((crew) => crew.run([job], 1));
    const onThreads = await withCrew((crew) => {
      crew.prepare(2);
      return crew.run([job, job, job, job, job], 2 ** 28);
    });
    for (const one of onThreads) expect(one).toEqual(here);
    expect(networkOf(here as Float32Array[]).w1).toHaveLength(8 * 32);
  });
});
