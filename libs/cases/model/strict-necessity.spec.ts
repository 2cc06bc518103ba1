import { describe, expect, it } from '@jest/globals';
import { strictNecessity } from './strict-necessity.js';

describe('special categories, only where strictly necessary (LED art. 10)', () => {
  it('a victim without them needs no necessity', () => expect(strictNecessity({ victims: [{ ref: 'V1' }] })).toEqual([]));

  it('what they are needed for is named', () => {
    expect(strictNecessity({ victims: [{ ref: 'V1', special: { ground: 'LED-10-B', necessity: ['care'] } }] })).toEqual([]);
  });

  it('each victim whose special categories have none is pointed out', () => {
    const special = { ground: 'LED-10-B' };
    const victims = [{ ref: 'V1', special }, { ref: 'V2', special: { ...special, necessity: [] } }, { ref: 'V3' }];
    expect(strictNecessity({ victims }).map(({ code, field }) => [code, field])).toEqual([['NECESSITY_REQUIRED', 'victims[0].special.necessity'], ['NECESSITY_REQUIRED', 'victims[1].special.necessity']]);
  });
});
