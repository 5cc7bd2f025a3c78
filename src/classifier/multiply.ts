import { Layout, startKernel } from './kernel.js';
import { paddedTo } from './networks.js';

/** So many rows are in the kernel's memory at a time, at most; a multiple of 4. */
const STRETCH = 512;

/**
 * A product of matrices of floats, row by row, some ten times as fast as a plain loop. Its result is the same, bit for
 * bit, on every machine.
 *
 * @param a - rows × inner
 * @param b - inner × width
 * @returns rows × width
 */
export function multiply(a: Float32Array, rows: number, inner: number, b: Float32Array, width: number): Float32Array {
  const out = new Float32Array(rows * width);
  if (rows === 0 || width === 0 || inner === 0) return out;
  const padded = paddedTo(width);
  const stretch = Math.min(STRETCH, 4 * Math.ceil(rows / 4));
  const layout = new Layout();
  const at = {
    a: layout.take(4 * stretch * inner),
    b: layout.take(4 * inner * padded),
    zero: layout.take(4 * padded),
    out: layout.take(4 * stretch * padded),
  };
  const { memory, call } = startKernel(layout.bytes);
  const floats = new Float32Array(memory.buffer);
  for (let i = 0; i < inner; i++) floats.set(b.subarray(i * width, (i + 1) * width), at.b / 4 + i * padded);
  for (let from = 0; from < rows; from += stretch) {
    const count = Math.min(stretch, rows - from);
    floats.set(a.subarray(from * inner, (from + count) * inner), at.a / 4);
    call.dense(at.a, count, inner, at.b, at.zero, padded, 0, at.out);
    for (let row = 0; row < count; row++) {
      const start = at.out / 4 + row * padded;
      out.set(floats.subarray(start, start + width), (from + row) * width);
    }
  }
  return out;
}
