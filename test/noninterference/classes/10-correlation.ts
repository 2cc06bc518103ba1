import { expect, it } from '@jest/globals';
import { feedOf } from '../../world/hub/exits.js';
import { alertDocument, caseDocument } from '../../world/index.js';
import { onlyFor, told, type Family } from './stage.js';

const READ = `query($id: ID!) { case(id: $id) { id version asOf withheld summary envelope { reference tlp } alerts { id text } victims { ref identity { fullName cnic } } suspects { ref identity { fullName } } } }`;
const SAME = {
  victims: [{ ref: 'V1', majority: 'Adult', identity: { fullName: 'Parveen Invented', cnic: '99101-0000007-2' } }], suspects: [{ ref: 'S1', identity: { fullName: 'Arshad Invented' } }],
};

/** Two records have something in common, and the one that may be seen says so. Matching itself comes later and must keep to this. */
export const correlation: Family = {
  number: 10,
  leak: 'Correlation reveals a hidden record',
  seenIn: 'MISP#5802: "still possible … intrinsic to the design"',
  stories(stage) {
    it('a record that shares persons, numbers and references with hidden ones looks as it did before these came in', async () => {
      const { id } = await stage.submit('fia', 'case', caseDocument({ envelope: onlyFor(['nccia'], { reference: 'SAME-1' }), ...SAME }));
      const before = [told(await stage.ask('nccia', READ, { id })), (await feedOf(stage.hub, 'nccia')).length];
      await stage.submit('police-punjab', 'case', caseDocument({ envelope: onlyFor([], { reference: 'SAME-1' }), ...SAME }));
      await stage.submit('europol', 'case', caseDocument({ envelope: onlyFor(['frontex'], { reference: 'SAME-1', legalBasis: 'EUROPOL-2016-794-18' }), ...SAME }));
      await stage.submit('fia', 'alert', alertDocument({ envelope: onlyFor(['europol']), caseId: id, victims: [{ ref: 'V1', identity: SAME.victims[0]!.identity }] }));
      expect([told(await stage.ask('nccia', READ, { id })), (await feedOf(stage.hub, 'nccia')).length]).toEqual(before);
    });

    it('the same person has in each record another key, another pseudonym and another ciphertext', async () => {
      const receipts = [await stage.submit('fia', 'case', caseDocument({ envelope: onlyFor([]), ...SAME })), await stage.submit('fia', 'case', caseDocument({ envelope: onlyFor([]), ...SAME })), await stage.submit('nccia', 'case', caseDocument({ envelope: onlyFor([]), ...SAME }))];
      const kept = await stage.rows<Record<'subject' | 'key' | 'ciphertext', string>>(`select s.subject::text, s.key_id::text as key, encode(s.ciphertext, 'hex') as ciphertext
        from records.sealed_slice s where s.record_id = any ($1)`, [receipts.map(({ id }) => id)]);
      expect(kept).toHaveLength(6);
      for (const column of ['subject', 'key', 'ciphertext'] as const) expect(new Set(kept.map((row) => row[column])).size).toBe(6);
    });

    it('what stands in the open beside a sealed record leads to nobody: no facet, and no fingerprint that is equal in two records', async () => {
      const facets = await stage.rows<{ sealed: number }>(`select count(*)::int as sealed from records.record_facet where class >= 8`);
      expect(facets).toEqual([{ sealed: 0 }]);
      const open = await stage.rows<{ row: string }>(`select to_jsonb(r)::text as row from records.record r union all select to_jsonb(e)::text from delivery.entry e union all select to_jsonb(l)::text from audit.ledger l
        union all select to_jsonb(s)::text from records.submission s`);
      expect(open.filter(({ row }) => /Parveen|99101|Arshad Invented/u.test(row))).toEqual([]);
      const digests = await stage.rows<{ digests: string[] }>(`select digests from records.record`);
      const prints = digests.flatMap(({ digests: each }) => each).filter((each) => each !== '');
      expect(prints.length).toBeGreaterThan(20);
      expect(new Set(prints).size).toBe(prints.length);
    });
  },
};
