import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { clientKey, isReservedName, sourceKey } from './source-key.js';

const name = fc.stringMatching(/^[_A-Za-z][_0-9A-Za-z]{0,12}$/);

describe('the key under which a field is asked', () => {
  it('gives the client\'s own key back, whatever the aliases and types are called', () => {
    fc.assert(fc.property(name, name, fc.boolean(), fc.option(name), (field, key, hasArguments, typename) => {
      fc.pre(!isReservedName(field));
      expect(clientKey(sourceKey(field, key, hasArguments, typename))).toBe(key);
    }));
  });

  it('is never that of another field, so an alias cannot take the place of an entity\'s key', () => {
    fc.assert(fc.property(name, name, name, (field, alias, other) => {
      fc.pre(alias !== field && !isReservedName(other));
      expect(sourceKey(field, alias, false, null)).not.toBe(other);
    }));
  });

  it('differs between the types of a union', () => {
    fc.assert(fc.property(name, name, name, name, (one, other, key, alias) => {
      fc.pre(one !== other);
      expect(sourceKey('x', key, false, one)).not.toBe(sourceKey('x', alias, false, other));
    }));
  });
});
