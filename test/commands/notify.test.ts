import { createHmac } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { Packet } from '../../src/assistant/index.js';
import { deliver, type Delivery } from '../../src/commands/notify.js';
import { temporaryFolder } from '../cli/kb.js';

const packet = { schema: 'kb.packet/1', reason: 'the customer asks for a person' } as Packet;
const notify = { webhook: 'https://desk.example.com/hook', secret_env: 'HOOK_KEY' };

async function world(
  answers: readonly number[],
): Promise<{ delivery: Delivery; calls: RequestInit[]; waits: number[] }> {
  const calls: RequestInit[] = [];
  const waits: number[] = [];
  const delivery: Delivery = {
    root: await temporaryFolder(),
    env: { HOOK_KEY: 'secret' },
    now: () => new Date('2026-11-23T00:00:00Z'),
    sleep: (milliseconds) => Promise.resolve(void waits.push(milliseconds)),
    fetch: (_, init) => {
      calls.push(init ?? {});
      return Promise.resolve(new Response(null, { status: answers[calls.length - 1] ?? 200 }));
    },
  };
  return { delivery, calls, waits };
}

test('the body is signed together with its time, and a failure is tried again after longer and longer waits', async () => {
  const { delivery, calls, waits } = await world([500, 500, 200]);

  expect(await deliver(packet, notify, delivery)).toBeUndefined();

  expect(waits).toEqual([500, 2000]);
  const { body, headers, redirect } = calls[2] ?? {};
  const sent = headers as Record<string, string>;
  const signature = createHmac('sha256', 'secret')
    .update(`${sent['x-kb-timestamp']}.${body as string}`)
    .digest('hex');
  expect(sent['x-kb-signature']).toBe(`sha256=${signature}`);
  expect(redirect).toBe('error');
});

test('what cannot be delivered is kept on disk and goes out with the next one', async () => {
  const { delivery, calls } = await world([500, 500, 500, 500, 200, 200]);
  const kept = path.join(delivery.root, '.kb/undelivered');

  expect(await deliver(packet, notify, delivery)).toMatch(/answered 500; kept in/);
  expect(await readdir(kept)).toHaveLength(1);

  expect(await deliver({ ...packet, reason: 'another' }, notify, delivery)).toBeUndefined();
  expect(calls).toHaveLength(6);
  expect(await readdir(kept)).toHaveLength(0);
});

test('without a key nothing is sent, nobody waits, and the name of the key is told', async () => {
  const { delivery, calls, waits } = await world([]);

  expect(await deliver(packet, { ...notify, secret_env: 'NONE' }, delivery)).toMatch(/NONE .* is not set; kept in/);
  expect(calls).toHaveLength(0);
  expect(waits).toEqual([]);
});

test('what waiting cannot mend is not tried again', async () => {
  const refused = await world([403, 200]);
  expect(await deliver(packet, notify, refused.delivery)).toContain('answered 403');
  expect(refused.waits).toEqual([]);

  const { delivery, waits } = await world([]);
  expect(await deliver(packet, { command: ['no-such-program-of-kb'] }, delivery)).toContain('could not be started');
  expect(waits).toEqual([]);

  const busy = await world([429, 200]);
  expect(await deliver(packet, notify, busy.delivery)).toBeUndefined();
  expect(busy.waits).toEqual([500]);
});
