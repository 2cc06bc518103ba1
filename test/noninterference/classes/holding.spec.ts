import { readdirSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { outlivedSubscriptions } from './05-outlived-subscriptions.js';
import { artefacts } from './09-artefacts.js';
import { rowSecurity } from './26-row-security.js';
import { falseDenial } from './27-false-denial.js';
import { onOneHub } from './stage.js';

it('each of the 27 classes of leak has its family here', () => {
  const numbers = readdirSync('test/noninterference/classes').flatMap((name) => /^(\d\d)-.*\.ts$/u.exec(name)?.[1] ?? []);
  expect(numbers.map(Number)).toEqual(Array.from({ length: 27 }, (_, place) => place + 1));
});

onOneHub({}, [outlivedSubscriptions, artefacts, rowSecurity, falseDenial]);
