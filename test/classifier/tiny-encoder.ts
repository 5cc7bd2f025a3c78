import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Protocol Buffers, as far as ONNX needs them: a field that holds bytes, text or another message. */
function field(number: number, value: string | Uint8Array | readonly Uint8Array[]): Uint8Array {
  const content =
    typeof value === 'string' ? Buffer.from(value) : value instanceof Uint8Array ? value : Buffer.concat(value);
  return Buffer.concat([varint((number << 3) | 2), varint(content.length), content]);
}

function integer(number: number, value: number): Uint8Array {
  return Buffer.concat([varint(number << 3), varint(value)]);
}

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Uint8Array.of(...bytes, rest);
    bytes.push((rest % 128) | 128);
  }
}

const [FLOAT, INT64] = [1, 7];

function tensor(name: string, type: number, dimensions: readonly string[]): Uint8Array[] {
  const shape = dimensions.map((dimension) => field(1, [field(2, dimension)]));
  return [field(1, name), field(2, [field(1, [integer(1, type), field(2, shape)])])];
}

/** A model that looks up a vector for each word: input_ids to last_hidden_state. */
function lookUpModel(vectors: readonly (readonly number[])[]): Uint8Array {
  const width = vectors[0]?.length ?? 0;
  const table = new Uint8Array(Float32Array.from(vectors.flat()).buffer);
  const graph = [
    field(1, [field(1, 'table'), field(1, 'input_ids'), field(2, 'last_hidden_state'), field(4, 'Gather')]),
    field(2, 'tiny'),
    field(5, [integer(1, vectors.length), integer(1, width), integer(2, FLOAT), field(8, 'table'), field(9, table)]),
    field(11, tensor('input_ids', INT64, ['batch', 'words'])),
    field(12, tensor('last_hidden_state', FLOAT, ['batch', 'words', 'width'])),
  ];
  return Buffer.concat([integer(1, 8), field(7, graph), field(8, [field(1, ''), integer(2, 13)])]);
}

/** Writes an encoder that knows some words; each has a vector. Others, and padding, have a vector of nearly nothing. */
export function writeTinyEncoder(folder: string, words: Readonly<Record<string, readonly number[]>>): void {
  const width = Object.values(words)[0]?.length ?? 0;
  const nothing = Array.from({ length: width }, () => 1e-3);
  const known = ['[PAD]', '[UNK]', ...Object.keys(words)];
  const write = (file: string, content: string | Uint8Array): void => writeFileSync(path.join(folder, file), content);
  mkdirSync(path.join(folder, 'onnx'), { recursive: true });
  write('onnx/model.onnx', lookUpModel([nothing, nothing, ...Object.values(words)]));
  write('config.json', JSON.stringify({ model_type: 'bert', hidden_size: width }));
  write(
    'tokenizer_config.json',
    JSON.stringify({ tokenizer_class: 'BertTokenizer', unk_token: '[UNK]', pad_token: '[PAD]' }),
  );
  write(
    'tokenizer.json',
    JSON.stringify({
      version: '1.0',
      added_tokens: [],
      normalizer: { type: 'BertNormalizer', clean_text: true, handle_chinese_chars: true, lowercase: true },
      pre_tokenizer: { type: 'BertPreTokenizer' },
      post_processor: null,
      decoder: null,
      model: {
        type: 'WordPiece',
        unk_token: '[UNK]',
        continuing_subword_prefix: '##',
        max_input_chars_per_word: 100,
        vocab: Object.fromEntries(known.map((word, i) => [word, i])),
      },
    }),
  );
}
