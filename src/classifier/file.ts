import { createHash } from 'node:crypto';
import { KbError } from '../problem.js';
import type { Compressed } from './compress.js';
import type { Encoder } from './encoder.js';
import { TrainedModel, type ModelParts } from './model.js';
import { paddedTo } from './networks.js';
import type { Model } from './types.js';

/**
 * The model file, all numbers little-endian:
 *
 *     8 bytes   KBMODEL and a zero
 *     u32       format version
 *     u32       length of the header
 *     header    JSON: the parts that are no arrays, and the arrays' lengths; padded with blanks to 8 bytes
 *     arrays    one after the other, each padded with zeros to 8 bytes
 *     32 bytes  SHA-256 of all before
 */
const MAGIC = 'KBMODEL\0';
const FORMAT_VERSION = 6;
const HEADER_AT = 16;
const HASH_LENGTH = 32;

/** The network's arrays, in the order in which they stand. */
const ARRAYS = ['scales', 'turn', 'b1', 'w2', 'b2', 'bytes'] as const;

interface Header extends Pick<
  ModelParts,
  'intents' | 'thresholds' | 'doubtful' | 'trainedOn' | 'calibration' | 'words'
> {
  readonly unknownIdf: number;
  /** N-grams in the vocabulary; the network's other features are the numbers of an encoder's vector. */
  readonly ngrams: number;
  readonly network: Pick<Compressed, 'features' | 'rank' | 'hidden' | 'classes'>;
  /** How many rows and how many columns in them; `null` where there is no neighbourhood. */
  readonly neighbourhood: { readonly rows: number; readonly columns: number } | null;
}

/** The model as bytes: the same model gives the same bytes. */
export function encodeModel(model: Model): Uint8Array {
  const { intents, thresholds, doubtful, trainedOn, calibration, vocabulary, network, neighbourhood, words } = (
    model as TrainedModel
  ).parts;
  const { features, rank, hidden, classes } = network;
  const header: Header = {
    intents,
    thresholds,
    doubtful,
    trainedOn,
    calibration,
    words,
    unknownIdf: vocabulary.unknownIdf,
    ngrams: vocabulary.hashes.length,
    network: { features, rank, hidden, classes },
    neighbourhood: neighbourhood
      ? { rows: neighbourhood.starts.length - 1, columns: neighbourhood.columns.length }
      : null,
  };
  const json = Buffer.from(JSON.stringify(header));
  const head = Buffer.concat([json, Buffer.alloc(padded(json.length) - json.length, ' ')]);
  const start = Buffer.alloc(HEADER_AT);
  start.write(MAGIC, 'latin1');
  start.writeUInt32LE(FORMAT_VERSION, 8);
  start.writeUInt32LE(head.length, 12);
  const content = Buffer.concat([
    start,
    head,
    ...[
      vocabulary.hashes,
      vocabulary.idf,
      ...ARRAYS.map((name) => network[name]),
      ...(neighbourhood ? [neighbourhood.classStarts, neighbourhood.starts, neighbourhood.columns] : []),
    ].flatMap((array) => [
      Buffer.from(array.buffer, array.byteOffset, array.byteLength),
      Buffer.alloc(padded(array.byteLength) - array.byteLength),
    ]),
  ]);
  const file = Buffer.concat([content, sha256(content)]);
  return new Uint8Array(file.buffer, file.byteOffset, file.length); // a Buffer's slice() would share memory
}

/**
 * Reads a model back; its recognitions equal those of the model that was written, bit for bit.
 *
 * @throws {KbError} `model/damaged` if the bytes are not what was written, `model/other-version` if another version
 *   of kb wrote them, `model/other-encoder` if it was trained with another encoder, or one is missing. Training again
 *   mends all three.
 */
export function decodeModel(bytes: Uint8Array, encoder?: Encoder): Model {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (file.length < HEADER_AT + HASH_LENGTH || file.toString('latin1', 0, 8) !== MAGIC)
    throw damaged('it is not a model of kb');
  const version = file.readUInt32LE(8);
  if (version !== FORMAT_VERSION) {
    throw new KbError({
      code: 'model/other-version',
      severity: 'error',
      message: `the model has format ${version}, this version of kb reads ${FORMAT_VERSION}`,
      hint: 'kb train',
    });
  }
  const content = file.subarray(0, -HASH_LENGTH);
  if (!sha256(content).equals(file.subarray(-HASH_LENGTH))) throw damaged('its content does not match its hash');

  // From here on the bytes are what encodeModel wrote. They are copied once, to where typed arrays may start.
  const memory = content.buffer.slice(content.byteOffset, content.byteOffset + content.length);
  let at = HEADER_AT + content.readUInt32LE(12);
  const { unknownIdf, ngrams, network, neighbourhood, ...parts } = JSON.parse(
    content.toString('utf8', HEADER_AT, at),
  ) as Header;
  if (parts.trainedOn.encoder !== encoder?.id) {
    throw new KbError({
      code: 'model/other-encoder',
      severity: 'error',
      message: `the model was trained with ${parts.trainedOn.encoder === undefined ? 'no' : 'another'} encoder`,
      hint: 'kb train',
    });
  }
  const { features, rank, hidden, classes } = network;
  const take = (length: number, bytesEach = 4): readonly [ArrayBufferLike, number, number] => {
    const from = at;
    at += padded(length * bytesEach);
    return [memory, from, length];
  };
  const vocabulary = {
    hashes: new Uint32Array(...take(ngrams)),
    idf: new Float32Array(...take(ngrams)),
    unknownIdf,
  };
  const arrays = {
    scales: new Float32Array(...take(features)),
    turn: new Float32Array(...take(rank * hidden)),
    b1: new Float32Array(...take(hidden)),
    w2: new Float32Array(...take(hidden * paddedTo(classes))),
    b2: new Float32Array(...take(paddedTo(classes))),
    bytes: new Int8Array(...take(features * rank, 1)),
  } satisfies Record<(typeof ARRAYS)[number], unknown>;
  return new TrainedModel(
    {
      ...parts,
      vocabulary,
      network: { ...network, ...arrays },
      neighbourhood: neighbourhood
        ? {
            classStarts: new Uint32Array(...take(parts.intents.length + 1)),
            starts: new Uint32Array(...take(neighbourhood.rows + 1)),
            columns: new Uint32Array(...take(neighbourhood.columns)),
          }
        : undefined,
    },
    encoder,
  );
}

/** Names a model by its content: the SHA-256 that its file holds, in hexadecimal. */
export function modelHash(model: Model | Uint8Array): string {
  const bytes = model instanceof Uint8Array ? model : encodeModel(model);
  return Buffer.from(bytes.subarray(-HASH_LENGTH)).toString('hex');
}

function damaged(why: string): KbError {
  return new KbError({
    code: 'model/damaged',
    severity: 'error',
    message: `the model cannot be read: ${why}`,
    hint: 'kb train',
  });
}

function sha256(content: Uint8Array): Buffer {
  return createHash('sha256').update(content).digest();
}

function padded(length: number): number {
  return Math.ceil(length / 8) * 8;
}
