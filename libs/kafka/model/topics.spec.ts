import { describe, expect, it } from '@jest/globals';
import { Topics } from './topics.js';

describe('topics', () => {
  const topics = new Topics('amanat');

  it('an inbound topic names its agency, and nothing else does', () => {
    expect(topics.agencyOfInbound('amanat.from.police-punjab')).toBe('police-punjab');
    for (const other of ['amanat.from.', 'amanat.from.fia.x', 'amanat.to.fia.records', 'x.amanat.from.fia']) {
      expect(topics.agencyOfInbound(other)).toBeNull();
    }
  });

  it('the outbound prefix of one agency covers no other agency whose code begins alike', () => {
    expect(topics.outbound('de-bka-2', 'records').startsWith(topics.outboundPrefix('de-bka'))).toBe(false);
  });

  it('a withdrawn record can be forgotten only on compacted topics; alerts, recalls, rejections, approvals and what concerns data protection keep every message', () => {
    const plans = topics.plansFor('fia', [{ name: 'records', compacted: true }, { name: 'alerts', compacted: false }]);
    const policies = plans.map(({ topic, settings }) => [topic, settings['cleanup.policy']]);
    expect(policies).toEqual([
      ['amanat.to.fia.records', 'compact,delete'], ['amanat.to.fia.alerts', 'delete'],
      ['amanat.to.fia.recalls', 'delete'], ['amanat.to.fia.rejections', 'delete'], ['amanat.to.fia.approvals', 'delete'], ['amanat.to.fia.protection', 'delete'], ['amanat.from.fia', 'delete'],
    ]);
  });
});
