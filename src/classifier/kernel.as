// The inner loops of training and recognition, in AssemblyScript, compiled to WebAssembly with SIMD into
// kernel.generated.ts (see test/classifier/kernel.test.ts). All pointers are byte offsets into the imported memory, all
// matrices row-major float32 with rows padded to whole 16 bytes; the host lays the memory out. No function allocates.

/** No text has more words (MAX_MESSAGE_LENGTH). */
const LONGEST: usize = 2000;
/** Of 2^32: the chance of a word to be dropped, 0.15. */
const DROP_WORD: u32 = 644245094;

let state: u32 = 1;

/** Marsaglia's xorshift32. */
function random(): u32 {
  let x = state;
  x ^= x << 13;
  x ^= x >> 17;
  x ^= x << 5;
  state = x;
  return x;
}

function below(n: u32): u32 {
  return <u32>((<u64>random() * <u64>n) >> 32);
}

function at(base: usize, index: u32): usize {
  return base + (<usize>index << 2);
}

function swap(base: usize, i: u32, j: u32): void {
  const item = load<u32>(at(base, i));
  store<u32>(at(base, i), load<u32>(at(base, j)));
  store<u32>(at(base, j), item);
}

function fill(base: usize, count: u32, value: f32): void {
  for (let i: u32 = 0; i < count; i++) store<f32>(at(base, i), value);
}

function fillUniform(base: usize, count: u32, range: f32): void {
  for (let i: u32 = 0; i < count; i++) {
    store<f32>(at(base, i), (<f32>(random() >> 8) * (2.0 / 16777216.0) - 1) * range);
  }
}

function sum(v: v128): f32 {
  return f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1) + (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3));
}

/** e^x for x <= 0, as 2^whole times a polynomial of degree 5 in the rest; relative error below 1e-6. */
function exp(x: v128): v128 {
  const y = f32x4.mul(f32x4.max(x, f32x4.splat(-87)), f32x4.splat(1.44269504));
  const whole = f32x4.floor(y);
  const rest = f32x4.sub(y, whole);
  let p = f32x4.splat(0.0018775767);
  p = f32x4.add(f32x4.mul(p, rest), f32x4.splat(0.0089893397));
  p = f32x4.add(f32x4.mul(p, rest), f32x4.splat(0.055826318));
  p = f32x4.add(f32x4.mul(p, rest), f32x4.splat(0.24015361));
  p = f32x4.add(f32x4.mul(p, rest), f32x4.splat(0.69315308));
  p = f32x4.add(f32x4.mul(p, rest), f32x4.splat(0.99999994));
  return f32x4.mul(p, i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(whole), i32x4.splat(127)), 23));
}

/** Scores to probabilities, in place; padding comes out 0. */
function softmax(z: usize, classes: u32, padded: u32): void {
  for (let k = classes; k < padded; k++) store<f32>(at(z, k), -1e30);
  const end = at(z, padded);
  let most = v128.load(z);
  for (let k = z; k < end; k += 16) most = f32x4.max(most, v128.load(k));
  const top = f32x4.splat(
    max(
      max(f32x4.extract_lane(most, 0), f32x4.extract_lane(most, 1)),
      max(f32x4.extract_lane(most, 2), f32x4.extract_lane(most, 3)),
    ),
  );
  let total = f32x4.splat(0);
  for (let k = z; k < end; k += 16) {
    const e = exp(f32x4.sub(v128.load(k), top));
    v128.store(k, e);
    total = f32x4.add(total, e);
  }
  const scale = f32x4.splat(1 / sum(total));
  for (let k = z; k < end; k += 16) v128.store(k, f32x4.mul(v128.load(k), scale));
  for (let k = classes; k < padded; k++) store<f32>(at(z, k), 0);
}

/** to += factor * from, over `bytes`, a multiple of 16. */
function accumulate(to: usize, from: usize, factor: v128, bytes: usize): void {
  for (let i: usize = 0; i < bytes; i += 16) {
    v128.store(to + i, f32x4.add(v128.load(to + i), f32x4.mul(factor, v128.load(from + i))));
  }
}

/** One Adagrad step on four weights of their own: gradient = slope. */
function learn(weight: usize, squares: usize, slope: v128, rate: v128): void {
  const seen = f32x4.add(v128.load(squares), f32x4.mul(slope, slope));
  v128.store(squares, seen);
  v128.store(weight, f32x4.sub(v128.load(weight), f32x4.div(f32x4.mul(rate, slope), f32x4.sqrt(seen))));
}

/**
 * How far to go with all the weights that leave one unit, whose value is `value`: they share one sum of squares, that of
 * their mean gradient, which costs a fraction of the time and memory and no accuracy.
 */
function stride(squares: usize, value: f32, meanSquare: f32, rate: f32): v128 {
  const seen = load<f32>(squares) + value * value * meanSquare;
  store<f32>(squares, seen);
  return f32x4.splat((-rate * value) / Mathf.sqrt(seen));
}

/**
 * Trains x -> ReLU(x * w1 + b1) -> softmax(h * w2 + b2), one row at a time: cross-entropy with label smoothing, Adagrad.
 * For each row some of its words are dropped with all that covers them, then half of the remaining inputs; and half of
 * the hidden units, in blocks of whole cache lines, so that what is dropped is never fetched. What is kept counts as
 * much more.
 * A row with label -1 is drawn to the uniform distribution.
 *
 * `adagrad` holds a float for each feature, for each hidden unit twice, and for each padded class. `hidden` is a multiple
 * of `block`, and that of 16.
 */
export function train(
  starts: usize, columns: usize, values: usize, spans: usize, labels: usize, order: usize, rows: u32, features: u32,
  hidden: u32, block: u32, classes: u32, padded: u32, w1: usize, b1: usize, w2: usize, b2: usize, adagrad: usize, scratch: usize,
  epochs: u32, seed: u32, learningRate: f32, smoothing: f32, firstSquare: f32, firstRange: f32,
): void {
  state = seed * 2654435761 + 12345;
  if (state == 0) state = 1;
  for (let i = 0; i < 8; i++) random();

  const H = <usize>hidden << 2;
  const K = <usize>padded << 2;
  const BLOCK = <usize>block << 2;
  const s1 = adagrad;
  const s2 = at(s1, features);
  const sb1 = s2 + H;
  const sb2 = sb1 + H;
  fillUniform(w1, features * hidden, firstRange);
  fillUniform(w2, hidden * padded, Mathf.sqrt(6.0 / <f32>(hidden + classes)));
  fill(b1, hidden, 0);
  fill(b2, padded, 0);
  fill(adagrad, features + 2 * hidden + padded, firstSquare);

  const h = scratch;
  const dh = h + H;
  const z = dh + H;
  const blocks = z + K; // byte offsets; the first `live` of them are kept
  const active = blocks + H; // byte offsets of the hidden units above 0
  const words = active + H; // for each word of the text, whether it lives
  const kept = words + LONGEST; // the inputs kept: column, value

  const blockCount = <u32>(H / BLOCK);
  const live = (blockCount + 1) / 2;
  const double = f32x4.splat(<f32>blockCount / <f32>live);
  const rate = f32x4.splat(learningRate);
  const liveUnits = <f32>live * <f32>(BLOCK >> 2);
  const zero = f32x4.splat(0);
  for (let b: u32 = 0; b < blockCount; b++) store<u32>(at(blocks, b), b * <u32>BLOCK);
  for (let i: u32 = 0; i < rows; i++) store<u32>(at(order, i), i);

  for (let epoch: u32 = 0; epoch < epochs; epoch++) {
    for (let i = rows; i > 1; i--) swap(order, i - 1, below(i));
    for (let turn: u32 = 0; turn < rows; turn++) {
      const row = load<u32>(at(order, turn));
      for (let b: u32 = 0; b < live; b++) swap(blocks, b, b + below(blockCount - b));
      const first = load<u32>(at(starts, row));
      const last = load<u32>(at(starts, row + 1));
      let count: u32 = 0;
      for (let i = first; i < last; i++) count = max(count, (load<u32>(at(spans, i)) >> 16) + 1);
      let living: u32 = 0;
      for (let i: u32 = 0; i < count; i++) {
        const lives = u32(random() >= DROP_WORD);
        living += lives;
        store<u8>(words + i, lives);
      }
      const more: f32 = living ? min<f32>(3, <f32>count / <f32>living) * 2 : 2;
      let keptEnd = kept;
      let coins: u32 = 0;
      for (let i = first, n: u32 = 0; i < last; i++, n++) {
        if ((n & 31) == 0) coins = random();
        const span = load<u32>(at(spans, i));
        if (coins & load<u8>(words + (span & 0xffff)) & load<u8>(words + (span >> 16))) {
          store<u32>(keptEnd, load<u32>(at(columns, i)));
          store<f32>(keptEnd, load<f32>(at(values, i)) * more, 4);
          keptEnd += 8;
        }
        coins >>= 1;
      }

      // Forward.
      for (let b: u32 = 0; b < live; b++) {
        const from = <usize>load<u32>(at(blocks, b));
        for (let i: usize = 0; i < BLOCK; i += 16) v128.store(h + from + i, v128.load(b1 + from + i));
      }
      for (let f = kept; f < keptEnd; f += 8) {
        const weights = w1 + <usize>load<u32>(f) * H;
        const value = v128.load32_splat(f, 4);
        for (let b: u32 = 0; b < live; b++) {
          const from = <usize>load<u32>(at(blocks, b));
          accumulate(h + from, weights + from, value, BLOCK);
        }
      }
      let activeEnd = active;
      for (let b: u32 = 0; b < live; b++) {
        const from = <usize>load<u32>(at(blocks, b));
        for (let i = from; i < from + BLOCK; i += 16) {
          v128.store(h + i, f32x4.mul(f32x4.max(v128.load(h + i), zero), double));
          v128.store(dh + i, zero);
        }
        for (let i = from; i < from + BLOCK; i += 4) {
          if (load<f32>(h + i) > 0) {
            store<u32>(activeEnd, <u32>i);
            activeEnd += 4;
          }
        }
      }
      for (let k: usize = 0; k < K; k += 16) v128.store(z + k, v128.load(b2 + k));
      for (let a = active; a < activeEnd; a += 4) {
        const unit = <usize>load<u32>(a);
        accumulate(z, w2 + (unit >> 2) * K, v128.load32_splat(h + unit), K);
      }
      softmax(z, classes, padded);

      // Backward: z becomes the slope of the loss, probability minus target.
      const label = load<i32>(at(labels, row));
      const spread: f32 = (label < 0 ? 1 : smoothing) / <f32>classes;
      for (let k: u32 = 0; k < classes; k++) store<f32>(at(z, k), load<f32>(at(z, k)) - spread);
      if (label >= 0) store<f32>(at(z, label), load<f32>(at(z, label)) - (1 - smoothing));
      let squared = zero;
      for (let k: usize = 0; k < K; k += 16) {
        const dz = v128.load(z + k);
        squared = f32x4.add(squared, f32x4.mul(dz, dz));
        learn(b2 + k, sb2 + k, dz, rate);
      }
      const meanOut = sum(squared) / <f32>classes;
      let squaredHidden: f32 = 0;
      for (let a = active; a < activeEnd; a += 4) {
        const unit = <usize>load<u32>(a);
        const line = w2 + (unit >> 2) * K;
        const step = stride(s2 + unit, load<f32>(h + unit), meanOut, learningRate);
        let slope = zero;
        for (let k: usize = 0; k < K; k += 16) {
          const dz = v128.load(z + k);
          const weight = v128.load(line + k);
          slope = f32x4.add(slope, f32x4.mul(weight, dz));
          v128.store(line + k, f32x4.add(weight, f32x4.mul(step, dz)));
        }
        const total = sum(slope) * f32x4.extract_lane(double, 0);
        squaredHidden += total * total;
        store<f32>(dh + unit, total);
      }
      const meanHidden = (squaredHidden / liveUnits) * 0.5;
      for (let f = kept; f < keptEnd; f += 8) {
        const feature = load<u32>(f);
        const line = w1 + <usize>feature * H;
        const step = stride(at(s1, feature), load<f32>(f, 4), meanHidden, learningRate);
        for (let b: u32 = 0; b < live; b++) {
          const from = <usize>load<u32>(at(blocks, b));
          accumulate(line + from, dh + from, step, BLOCK);
        }
      }
      for (let b: u32 = 0; b < live; b++) {
        const from = <usize>load<u32>(at(blocks, b));
        for (let i = from; i < from + BLOCK; i += 16) learn(b1 + i, sb1 + i, v128.load(dh + i), rate);
      }
    }
  }
}

/** out = rows * matrix + bias: sparse rows, a dense matrix of `width` columns; `bias` 0 for none. */
export function project(
  starts: usize, columns: usize, values: usize, rows: u32, matrix: usize, bias: usize, width: u32, out: usize,
): void {
  const bytes = <usize>width << 2;
  for (let row: u32 = 0; row < rows; row++) {
    const to = out + <usize>row * bytes;
    if (bias) memory.copy(to, bias, bytes);
    else memory.fill(to, 0, bytes);
    const last = load<u32>(at(starts, row + 1));
    for (let i = load<u32>(at(starts, row)); i < last; i++) {
      accumulate(to, matrix + <usize>load<u32>(at(columns, i)) * bytes, v128.load32_splat(at(values, i)), bytes);
    }
  }
}

/** Cuts `count` floats, a multiple of 4, to 0 where they are below. */
export function rectify(base: usize, count: u32): void {
  for (let i: u32 = 0; i < count; i += 4) v128.store(at(base, i), f32x4.max(v128.load(at(base, i)), f32x4.splat(0)));
}

/** c = transposed a * b: a has `rows` by `height`, b `rows` by `width` floats. */
export function multiplyTransposed(a: usize, b: usize, c: usize, rows: u32, height: u32, width: u32): void {
  const bytes = <usize>width << 2;
  memory.fill(c, 0, <usize>height * bytes);
  for (let row: u32 = 0; row < rows; row++) {
    const line = b + <usize>row * bytes;
    for (let i: u32 = 0; i < height; i++) {
      accumulate(c + <usize>i * bytes, line, v128.load32_splat(at(a, row * height + i)), bytes);
    }
  }
}

/**
 * A dense layer: out = in * matrix + bias, cut to 0 where it is below if `positive`. Four rows at a time, so that each
 * weight is fetched once for four: there must be room for a multiple of 4 rows. `width` is a multiple of 8.
 */
export function dense(
  input: usize, rows: u32, inner: u32, matrix: usize, bias: usize, width: u32, positive: bool, out: usize,
): void {
  const from = <usize>inner << 2;
  const to = <usize>width << 2;
  const least = f32x4.splat(positive ? 0 : -3e38);
  for (let row: u32 = 0; row < rows; row += 4) {
    const x0 = input + <usize>row * from;
    const x1 = x0 + from;
    const x2 = x1 + from;
    const x3 = x2 + from;
    const y = out + <usize>row * to;
    let k: usize = 0;
    for (; k + 32 <= to; k += 32) {
      let a0 = v128.load(bias + k), a1 = a0, a2 = a0, a3 = a0;
      let b0 = v128.load(bias + k, 16), b1 = b0, b2 = b0, b3 = b0;
      let m = matrix + k;
      for (let i: usize = 0; i < from; i += 4, m += to) {
        const p = v128.load(m);
        const q = v128.load(m, 16);
        const f0 = v128.load32_splat(x0 + i);
        a0 = f32x4.add(a0, f32x4.mul(f0, p));
        b0 = f32x4.add(b0, f32x4.mul(f0, q));
        const f1 = v128.load32_splat(x1 + i);
        a1 = f32x4.add(a1, f32x4.mul(f1, p));
        b1 = f32x4.add(b1, f32x4.mul(f1, q));
        const f2 = v128.load32_splat(x2 + i);
        a2 = f32x4.add(a2, f32x4.mul(f2, p));
        b2 = f32x4.add(b2, f32x4.mul(f2, q));
        const f3 = v128.load32_splat(x3 + i);
        a3 = f32x4.add(a3, f32x4.mul(f3, p));
        b3 = f32x4.add(b3, f32x4.mul(f3, q));
      }
      v128.store(y + k, f32x4.max(a0, least));
      v128.store(y + k, f32x4.max(b0, least), 16);
      v128.store(y + to + k, f32x4.max(a1, least));
      v128.store(y + to + k, f32x4.max(b1, least), 16);
      v128.store(y + 2 * to + k, f32x4.max(a2, least));
      v128.store(y + 2 * to + k, f32x4.max(b2, least), 16);
      v128.store(y + 3 * to + k, f32x4.max(a3, least));
      v128.store(y + 3 * to + k, f32x4.max(b3, least), 16);
    }
  }
}

/** to += scale of the row * bytes of the row, for each of `count` rows of a one-byte matrix of `width` columns. */
export function addRows(bytes: usize, scales: usize, rows: usize, count: u32, width: u32, to: usize): void {
  for (let i: u32 = 0; i < count; i++) {
    const row = load<u32>(at(rows, i));
    const scale = v128.load32_splat(at(scales, row));
    const from = bytes + <usize>row * width;
    for (let k: u32 = 0; k < width; k += 8) {
      const eight = v128.load8x8_s(from + k);
      const target = at(to, k);
      v128.store(target, f32x4.add(v128.load(target), f32x4.mul(scale, f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(eight)))));
      v128.store(target, f32x4.add(v128.load(target, 16), f32x4.mul(scale, f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_s(eight)))), 16);
    }
  }
}

/** to = scale * (sum of `count` rows, given by their indices, of a float matrix, plus what stands in `to`). */
export function gather(matrix: usize, rows: usize, count: u32, width: u32, scale: f32, to: usize): void {
  const bytes = <usize>width << 2;
  const one = f32x4.splat(1);
  for (let i: u32 = 0; i < count; i++) accumulate(to, matrix + <usize>load<u32>(at(rows, i)) * bytes, one, bytes);
  const factor = f32x4.splat(scale);
  for (let i: usize = 0; i < bytes; i += 16) v128.store(to + i, f32x4.mul(v128.load(to + i), factor));
}

/**
 * For each row of scores its softmax at `sharpness`, in place; and in `out` two sums over its scores, less the largest:
 * of e^z and of z * e^z, from which its entropy follows. (A logarithm would need tables in the host's memory.)
 */
export function judge(scores: usize, rows: u32, classes: u32, padded: u32, sharpness: f32, out: usize): void {
  for (let row: u32 = 0; row < rows; row++) {
    const z = scores + ((<usize>row * padded) << 2);
    let top = load<f32>(z);
    for (let k: u32 = 1; k < classes; k++) top = max(top, load<f32>(at(z, k)));
    for (let k = classes; k < padded; k++) store<f32>(at(z, k), top - 80);
    let total = f32x4.splat(0);
    let weighted = f32x4.splat(0);
    for (let k: usize = z; k < at(z, padded); k += 16) {
      const x = f32x4.sub(v128.load(k), f32x4.splat(top));
      const e = exp(x);
      total = f32x4.add(total, e);
      weighted = f32x4.add(weighted, f32x4.mul(e, x));
      v128.store(k, f32x4.mul(x, f32x4.splat(sharpness)));
    }
    store<f32>(at(out, 2 * row), sum(total));
    store<f32>(at(out, 2 * row + 1), sum(weighted));
    softmax(z, classes, padded);
  }
}
