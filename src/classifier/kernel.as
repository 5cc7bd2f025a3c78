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
function stride(squares: usize, value: f32, meanSquare: f32, rate: f32): f32 {
  const seen = load<f32>(squares) + value * value * meanSquare;
  store<f32>(squares, seen);
  return (-rate * value) / Mathf.sqrt(seen);
}

// What is being trained; see `train`. Sizes with a capital letter are in bytes.
let H: usize = 0;
let K: usize = 0;
let BLOCK: usize = 0;
let hidden: u32 = 0;
let classes: u32 = 0;
let live: u32 = 0;
let blockCount: u32 = 0;
let starts: usize = 0;
let columns: usize = 0;
let values: usize = 0;
let spans: usize = 0;
let labels: usize = 0;
let w1: usize = 0;
let b1: usize = 0;
let w2: usize = 0;
let b2: usize = 0;
let s1: usize = 0;
let s2: usize = 0;
let sb1: usize = 0;
let sb2: usize = 0;
let h: usize = 0;
let dh: usize = 0;
let z: usize = 0;
let blocks: usize = 0; // byte offsets; the first `live` of them are kept
let active: usize = 0; // byte offsets of the hidden units above 0
let words: usize = 0; // for each word of the text, whether it lives
let kept: usize = 0; // the inputs kept: feature, byte offset of its weights, value, how far to go with its weights
let learningRate: f32 = 0;
let smoothing: f32 = 0;

/**
 * Trains x -> ReLU(x * w1 + b1) -> softmax(h * w2 + b2), one row at a time: cross-entropy with label smoothing, Adagrad.
 * For each row some of its words are dropped with all that covers them, then half of the remaining inputs; and half of
 * the hidden units, in blocks of whole cache lines, so that what is dropped is never fetched. What is kept counts as
 * much more.
 * A row with label -1 is drawn to the uniform distribution.
 *
 * `adagrad` holds a float for each feature, for each hidden unit twice, and for each padded class. `hiddenUnits` is a
 * multiple of `block`, and that of 16.
 */
export function train(
  startsAt: usize, columnsAt: usize, valuesAt: usize, spansAt: usize, labelsAt: usize, order: usize, rows: u32, features: u32,
  hiddenUnits: u32, block: u32, classCount: u32, padded: u32, w1At: usize, b1At: usize, w2At: usize, b2At: usize, adagrad: usize, scratch: usize,
  epochs: u32, seed: u32, rate: f32, smoothed: f32, firstSquare: f32, firstRange: f32,
): void {
  state = seed * 2654435761 + 12345;
  if (state == 0) state = 1;
  for (let i = 0; i < 8; i++) random();

  starts = startsAt, columns = columnsAt, values = valuesAt, spans = spansAt, labels = labelsAt;
  w1 = w1At, b1 = b1At, w2 = w2At, b2 = b2At;
  hidden = hiddenUnits, classes = classCount, learningRate = rate, smoothing = smoothed;
  H = <usize>hidden << 2;
  K = <usize>padded << 2;
  BLOCK = <usize>block << 2;
  s1 = adagrad;
  s2 = at(s1, features);
  sb1 = s2 + H;
  sb2 = sb1 + H;
  fillUniform(w1, features * hidden, firstRange);
  fillUniform(w2, hidden * padded, Mathf.sqrt(6.0 / <f32>(hidden + classes)));
  fill(b1, hidden, 0);
  fill(b2, padded, 0);
  fill(adagrad, features + 2 * hidden + padded, firstSquare);

  h = scratch;
  dh = h + H;
  z = dh + H;
  blocks = z + K;
  active = blocks + H;
  words = active + H;
  kept = words + LONGEST;

  blockCount = <u32>(H / BLOCK);
  live = (blockCount + 1) / 2;
  for (let b: u32 = 0; b < blockCount; b++) store<u32>(at(blocks, b), b * <u32>BLOCK);
  for (let i: u32 = 0; i < rows; i++) store<u32>(at(order, i), i);
  for (let epoch: u32 = 0; epoch < epochs; epoch++) {
    for (let i = rows; i > 1; i--) swap(order, i - 1, below(i));
    for (let turn: u32 = 0; turn < rows; turn++) learnRow(load<u32>(at(order, turn)));
  }
}

/** Notes the inputs of a row that are not dropped, and returns where they end. */
function keep(row: u32): usize {
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
  let end = kept;
  let coins: u32 = 0;
  for (let i = first, n: u32 = 0; i < last; i++, n++) {
    if ((n & 31) == 0) coins = random();
    const span = load<u32>(at(spans, i));
    const feature = load<u32>(at(columns, i));
    store<u32>(end, feature);
    store<u32>(end, feature * <u32>H, 4);
    store<f32>(end, load<f32>(at(values, i)) * more, 8);
    end += <usize>(coins & load<u8>(words + (span & 0xffff)) & load<u8>(words + (span >> 16)) & 1) << 4;
    coins >>= 1;
  }
  return end;
}

/** Sums up 32 hidden units from the inputs kept, in registers, and cuts and scales them. */
function forward32(from: usize, keptEnd: usize, scale: v128): void {
  const zero = f32x4.splat(0);
  const bias = b1 + from;
  let a = v128.load(bias), b = v128.load(bias, 16), c = v128.load(bias, 32), d = v128.load(bias, 48);
  let e = v128.load(bias, 64), f = v128.load(bias, 80), g = v128.load(bias, 96), i = v128.load(bias, 112);
  const weights = w1 + from;
  for (let k = kept; k < keptEnd; k += 16) {
    const line = weights + <usize>load<u32>(k, 4);
    const value = v128.load32_splat(k, 8);
    a = f32x4.add(a, f32x4.mul(value, v128.load(line)));
    b = f32x4.add(b, f32x4.mul(value, v128.load(line, 16)));
    c = f32x4.add(c, f32x4.mul(value, v128.load(line, 32)));
    d = f32x4.add(d, f32x4.mul(value, v128.load(line, 48)));
    e = f32x4.add(e, f32x4.mul(value, v128.load(line, 64)));
    f = f32x4.add(f, f32x4.mul(value, v128.load(line, 80)));
    g = f32x4.add(g, f32x4.mul(value, v128.load(line, 96)));
    i = f32x4.add(i, f32x4.mul(value, v128.load(line, 112)));
  }
  const to = h + from;
  v128.store(to, f32x4.mul(f32x4.max(a, zero), scale));
  v128.store(to, f32x4.mul(f32x4.max(b, zero), scale), 16);
  v128.store(to, f32x4.mul(f32x4.max(c, zero), scale), 32);
  v128.store(to, f32x4.mul(f32x4.max(d, zero), scale), 48);
  v128.store(to, f32x4.mul(f32x4.max(e, zero), scale), 64);
  v128.store(to, f32x4.mul(f32x4.max(f, zero), scale), 80);
  v128.store(to, f32x4.mul(f32x4.max(g, zero), scale), 96);
  v128.store(to, f32x4.mul(f32x4.max(i, zero), scale), 112);
}

/** The same for 16. */
function forward16(from: usize, keptEnd: usize, scale: v128): void {
  const zero = f32x4.splat(0);
  const bias = b1 + from;
  let a = v128.load(bias), b = v128.load(bias, 16), c = v128.load(bias, 32), d = v128.load(bias, 48);
  const weights = w1 + from;
  for (let k = kept; k < keptEnd; k += 16) {
    const line = weights + <usize>load<u32>(k, 4);
    const value = v128.load32_splat(k, 8);
    a = f32x4.add(a, f32x4.mul(value, v128.load(line)));
    b = f32x4.add(b, f32x4.mul(value, v128.load(line, 16)));
    c = f32x4.add(c, f32x4.mul(value, v128.load(line, 32)));
    d = f32x4.add(d, f32x4.mul(value, v128.load(line, 48)));
  }
  const to = h + from;
  v128.store(to, f32x4.mul(f32x4.max(a, zero), scale));
  v128.store(to, f32x4.mul(f32x4.max(b, zero), scale), 16);
  v128.store(to, f32x4.mul(f32x4.max(c, zero), scale), 32);
  v128.store(to, f32x4.mul(f32x4.max(d, zero), scale), 48);
}

/** Moves the weights of the inputs kept to 32 hidden units against their slopes, which stay in registers. */
function backward32(from: usize, keptEnd: usize): void {
  const slopes = dh + from;
  const a = v128.load(slopes), b = v128.load(slopes, 16), c = v128.load(slopes, 32), d = v128.load(slopes, 48);
  const e = v128.load(slopes, 64), f = v128.load(slopes, 80), g = v128.load(slopes, 96), i = v128.load(slopes, 112);
  const weights = w1 + from;
  for (let k = kept; k < keptEnd; k += 16) {
    const line = weights + <usize>load<u32>(k, 4);
    const step = v128.load32_splat(k, 12);
    v128.store(line, f32x4.add(v128.load(line), f32x4.mul(step, a)));
    v128.store(line, f32x4.add(v128.load(line, 16), f32x4.mul(step, b)), 16);
    v128.store(line, f32x4.add(v128.load(line, 32), f32x4.mul(step, c)), 32);
    v128.store(line, f32x4.add(v128.load(line, 48), f32x4.mul(step, d)), 48);
    v128.store(line, f32x4.add(v128.load(line, 64), f32x4.mul(step, e)), 64);
    v128.store(line, f32x4.add(v128.load(line, 80), f32x4.mul(step, f)), 80);
    v128.store(line, f32x4.add(v128.load(line, 96), f32x4.mul(step, g)), 96);
    v128.store(line, f32x4.add(v128.load(line, 112), f32x4.mul(step, i)), 112);
  }
}

/** The same for 16. */
function backward16(from: usize, keptEnd: usize): void {
  const slopes = dh + from;
  const a = v128.load(slopes), b = v128.load(slopes, 16), c = v128.load(slopes, 32), d = v128.load(slopes, 48);
  const weights = w1 + from;
  for (let k = kept; k < keptEnd; k += 16) {
    const line = weights + <usize>load<u32>(k, 4);
    const step = v128.load32_splat(k, 12);
    v128.store(line, f32x4.add(v128.load(line), f32x4.mul(step, a)));
    v128.store(line, f32x4.add(v128.load(line, 16), f32x4.mul(step, b)), 16);
    v128.store(line, f32x4.add(v128.load(line, 32), f32x4.mul(step, c)), 32);
    v128.store(line, f32x4.add(v128.load(line, 48), f32x4.mul(step, d)), 48);
  }
}

/** Sums up 8 classes from the active hidden units. */
function out8(k: usize, activeEnd: usize): void {
  const line = w2 + k;
  let a = v128.load(b2 + k), b = v128.load(b2 + k, 16);
  for (let i = active; i < activeEnd; i += 4) {
    const unit = <usize>load<u32>(i);
    const weights = line + (unit >> 2) * K;
    const value = v128.load32_splat(h + unit);
    a = f32x4.add(a, f32x4.mul(value, v128.load(weights)));
    b = f32x4.add(b, f32x4.mul(value, v128.load(weights, 16)));
  }
  v128.store(z + k, a);
  v128.store(z + k, b, 16);
}

/** Sums up 32 classes. */
function out32(k: usize, activeEnd: usize): void {
  const line = w2 + k;
  const bias = b2 + k;
  let a = v128.load(bias), b = v128.load(bias, 16), c = v128.load(bias, 32), d = v128.load(bias, 48);
  let e = v128.load(bias, 64), f = v128.load(bias, 80), g = v128.load(bias, 96), j = v128.load(bias, 112);
  for (let i = active; i < activeEnd; i += 4) {
    const unit = <usize>load<u32>(i);
    const weights = line + (unit >> 2) * K;
    const value = v128.load32_splat(h + unit);
    a = f32x4.add(a, f32x4.mul(value, v128.load(weights)));
    b = f32x4.add(b, f32x4.mul(value, v128.load(weights, 16)));
    c = f32x4.add(c, f32x4.mul(value, v128.load(weights, 32)));
    d = f32x4.add(d, f32x4.mul(value, v128.load(weights, 48)));
    e = f32x4.add(e, f32x4.mul(value, v128.load(weights, 64)));
    f = f32x4.add(f, f32x4.mul(value, v128.load(weights, 80)));
    g = f32x4.add(g, f32x4.mul(value, v128.load(weights, 96)));
    j = f32x4.add(j, f32x4.mul(value, v128.load(weights, 112)));
  }
  const to = z + k;
  v128.store(to, a);
  v128.store(to, b, 16);
  v128.store(to, c, 32);
  v128.store(to, d, 48);
  v128.store(to, e, 64);
  v128.store(to, f, 80);
  v128.store(to, g, 96);
  v128.store(to, j, 112);
}

/** Moves the weights from an active hidden unit to the classes, and returns the slope of the loss along the unit. */
function back(unit: usize, meanOut: f32): f32 {
  const line = w2 + (unit >> 2) * K;
  const step = f32x4.splat(stride(s2 + unit, load<f32>(h + unit), meanOut, learningRate));
  let slope = f32x4.splat(0), slope2 = slope;
  for (let k: usize = 0; k < K; k += 32) {
    const p = v128.load(z + k), q = v128.load(z + k, 16);
    const v = v128.load(line + k), w = v128.load(line + k, 16);
    slope = f32x4.add(slope, f32x4.mul(v, p));
    slope2 = f32x4.add(slope2, f32x4.mul(w, q));
    v128.store(line + k, f32x4.add(v, f32x4.mul(step, p)));
    v128.store(line + k, f32x4.add(w, f32x4.mul(step, q)), 16);
  }
  return sum(f32x4.add(slope, slope2));
}

/**
 * One step of `train`. A function of its own, and exported so that it stays one: engines replace the first, slow code of
 * a function by fast code only when it is called again.
 */
export function learnRow(row: u32): void {
  const double = <f32>blockCount / <f32>live;
  const scale = f32x4.splat(double);
  const rate = f32x4.splat(learningRate);
  const zero = f32x4.splat(0);
  for (let b: u32 = 0; b < live; b++) swap(blocks, b, b + below(blockCount - b));
  const keptEnd = keep(row);

  for (let b: u32 = 0; b < live; b++) {
    let from = <usize>load<u32>(at(blocks, b));
    const end = from + BLOCK;
    for (; from + 128 <= end; from += 128) forward32(from, keptEnd, scale);
    if (from < end) forward16(from, keptEnd, scale);
  }
  let activeEnd = active;
  for (let b: u32 = 0; b < live; b++) {
    const from = <usize>load<u32>(at(blocks, b));
    for (let i = from; i < from + BLOCK; i += 16) v128.store(dh + i, zero);
    for (let i = from; i < from + BLOCK; i += 4) {
      store<u32>(activeEnd, <u32>i);
      activeEnd += <usize>(load<f32>(h + i) > 0) << 2;
    }
  }
  let k: usize = 0;
  for (; k + 128 <= K; k += 128) out32(k, activeEnd);
  for (; k < K; k += 32) out8(k, activeEnd);
  softmax(z, classes, <u32>(K >> 2));

  // Backward: z becomes the slope of the loss, probability minus target.
  const label = load<i32>(at(labels, row));
  const spread: f32 = (label < 0 ? 1 : smoothing) / <f32>classes;
  for (let c: u32 = 0; c < classes; c++) store<f32>(at(z, c), load<f32>(at(z, c)) - spread);
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
    const slope = back(unit, meanOut) * double;
    squaredHidden += slope * slope;
    store<f32>(dh + unit, slope);
  }
  const meanHidden = (squaredHidden / (<f32>live * <f32>(BLOCK >> 2))) * 0.5;
  for (let f = kept; f < keptEnd; f += 16) {
    store<f32>(f, stride(at(s1, load<u32>(f)), load<f32>(f, 8), meanHidden, learningRate), 12);
  }
  for (let b: u32 = 0; b < live; b++) {
    let from = <usize>load<u32>(at(blocks, b));
    const end = from + BLOCK;
    for (let i = from; i < end; i += 16) learn(b1 + i, sb1 + i, v128.load(dh + i), rate);
    for (; from + 128 <= end; from += 128) backward32(from, keptEnd);
    if (from < end) backward16(from, keptEnd);
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

/** Copies `rows` rows of `length` bytes, which stand one after the other, to where each begins `stride` bytes further. */
export function stack(from: usize, rows: u32, length: usize, to: usize, stride: usize): void {
  for (let row: u32 = 0; row < rows; row++) memory.copy(to + <usize>row * stride, from + <usize>row * length, length);
}

/** Each row of `width` floats in one byte a float, and in `scales` what a byte of it stands for. */
export function quantise(from: usize, rows: u32, width: u32, to: usize, scales: usize): void {
  for (let row: u32 = 0; row < rows; row++) {
    const line = at(from, row * width);
    let most: f32 = 0;
    for (let k: u32 = 0; k < width; k++) most = max(most, Mathf.abs(load<f32>(at(line, k))));
    store<f32>(at(scales, row), most / 127);
    const scale: f32 = most > 0 ? 127 / most : 0;
    const target = to + <usize>row * width;
    for (let k: u32 = 0; k < width; k++) store<i8>(target + k, <i8>nearest<f32>(load<f32>(at(line, k)) * scale));
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

/** See `mix` in hash.ts. */
function mix(hash: u32): u32 {
  let x = hash;
  x = (x ^ (x >> 16)) * 0x85ebca6b;
  x = (x ^ (x >> 13)) * 0xc2b2ae35;
  return x ^ (x >> 16);
}

// Where `addPairs` writes to and looks things up.
let pairHashes: usize = 0;
let pairTable: usize = 0;
let pairMask: u32 = 0;
let pairIdf: usize = 0;
let pairEnd: usize = 0;
let pairKnown: f64 = 0;
let pairUnknown: u32 = 0;

/** Notes the column of a pair, if it has one. */
function addPair(left: u32, right: u32, kind: u32): void {
  const hash = mix((left * 0x9e3779b1) ^ right ^ kind);
  let slot = hash & pairMask;
  let entry = load<u32>(at(pairTable, slot));
  while (entry != 0 && load<u32>(at(pairHashes, entry - 1)) != hash) {
    slot = (slot + 1) & pairMask;
    entry = load<u32>(at(pairTable, slot));
  }
  if (entry != 0) {
    store<u32>(pairEnd, entry - 1);
    pairEnd += 4;
    pairKnown += <f64>load<f32>(at(pairIdf, entry - 1));
  } else {
    pairUnknown++;
  }
}

/**
 * `pairNgrams` of features.ts, looked up in an open hash table (`lookUp`) of `mask` + 1 entries: writes the columns of the
 * known ones to `to`, and to `out` the sum of their idf (f64), how many they are, and how many are unknown.
 */
export function addPairs(
  words: usize, count: u32, hashes: usize, table: usize, mask: u32, idf: usize, to: usize, out: usize,
): void {
  pairHashes = hashes, pairTable = table, pairMask = mask, pairIdf = idf, pairEnd = to;
  pairKnown = 0;
  pairUnknown = 0;
  if (count) addPair(5, load<u32>(words), 3);
  for (let i: u32 = 0; i < count; i++) {
    const word = load<u32>(at(words, i));
    addPair(word, i + 1 < count ? load<u32>(at(words, i + 1)) : 6, 3);
    if (i + 2 < count) addPair(word, load<u32>(at(words, i + 2)), 4);
    if (i + 3 < count) addPair(word, load<u32>(at(words, i + 3)), 4);
  }
  store<f64>(out, pairKnown);
  store<u32>(out, <u32>((pairEnd - to) >> 2), 8);
  store<u32>(out, pairUnknown, 12);
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
 * of e^z and of its square, from which follows how sure the row is. (A logarithm would need tables in the host's memory.)
 */
export function judge(scores: usize, rows: u32, classes: u32, padded: u32, sharpness: f32, out: usize): void {
  for (let row: u32 = 0; row < rows; row++) {
    const z = scores + ((<usize>row * padded) << 2);
    let top = load<f32>(z);
    for (let k: u32 = 1; k < classes; k++) top = max(top, load<f32>(at(z, k)));
    for (let k = classes; k < padded; k++) store<f32>(at(z, k), top - 80);
    let total = f32x4.splat(0);
    let squares = f32x4.splat(0);
    for (let k: usize = z; k < at(z, padded); k += 16) {
      const x = f32x4.sub(v128.load(k), f32x4.splat(top));
      const e = exp(x);
      total = f32x4.add(total, e);
      squares = f32x4.add(squares, f32x4.mul(e, e));
      v128.store(k, f32x4.mul(x, f32x4.splat(sharpness)));
    }
    store<f32>(at(out, 2 * row), sum(total));
    store<f32>(at(out, 2 * row + 1), sum(squares));
    softmax(z, classes, padded);
  }
}
