import { describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { hashSecret, newSecret, secretMatches } from './index.js';
import { turnstile } from './turnstile.js';

describe('a client secret', () => {
  it('has 256 random bits and matches its own hash alone', async () => {
    const secret = newSecret();
    expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
    const hash = await hashSecret(secret);
    expect(hash).not.toContain(secret);
    expect(await hashSecret(secret)).not.toBe(hash);
    expect(await secretMatches(secret, hash)).toBe(true);
    expect(await secretMatches(newSecret(), hash)).toBe(false);
    expect(await secretMatches('', hash)).toBe(false);
  });

  it('matches no hash of another form', async () => {
    for (const hash of ['', 'secret', 'bcrypt$10$x$y', 'scrypt$4096$8$1$$', 'scrypt$4096$8$1$c2FsdA$']) {
      expect(await secretMatches('secret', hash)).toBe(false);
    }
  });
});

describe('a turnstile', () => {
  it('lets in no more than its width at once, in the order of coming, also after failures', async () => {
    const enter = turnstile(2);
    const order: number[] = [];
    let inside = 0;
    let most = 0;
    const work = (number: number) => enter(async () => {
      order.push(number);
      most = Math.max(most, (inside += 1));
      await pause(1);
      inside -= 1;
      if (number % 3 === 0) throw new Error('failed');
    });
    const ends = await Promise.allSettled(Array.from({ length: 20 }, (_, number) => work(number)));
    expect(most).toBe(2);
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    expect(ends.filter(({ status }) => status === 'rejected')).toHaveLength(7);
  });
});
