import { describe, expect, it } from '@jest/globals';
import { Refusal } from '#libs/kernel';
import { orAway } from './away.js';

const failing = (fields: object, message = 'what PostgreSQL said') => orAway(() => Promise.reject(Object.assign(new Error(message), fields)));

describe('a database that is away', () => {
  it.each(['08006', '57P01', '57P03', '53300', '40P01', 'ECONNREFUSED', 'ECONNRESET'])('is a refusal that asks to try again: %s', async (code) => {
    await expect(failing({ code })).rejects.toMatchObject({ name: 'Refusal', code: 'UNAVAILABLE' });
  });

  it('is known also where the client gives no code', async () => {
    await expect(failing({}, 'Connection terminated unexpectedly')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });

  it.each(['23505', '42P01', '22P02'])('is not blamed for a fault of the hub: %s', async (code) => {
    await expect(failing({ code })).rejects.toMatchObject({ name: 'Error', code });
  });

  it('tells of a statement that took too long as that', async () => {
    await expect(failing({ code: '57014' })).rejects.toMatchObject({ name: 'Refusal', code: 'TIME_LIMIT' });
  });

  it('leaves a refusal as it is', async () => {
    const refusal = Refusal.because('VERSION_CONFLICT');
    await expect(orAway(() => Promise.reject(refusal))).rejects.toBe(refusal);
  });
});
