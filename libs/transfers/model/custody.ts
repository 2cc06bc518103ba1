import type { Slice } from '#libs/contracts';

/** A transfer record as it stands in a record's custody: fields in the order of the SDL, so that it fingerprints like one that was handed in. */
export interface TransferEntry {
  readonly to: string;
  readonly basis: string;
  readonly authorisation: string;
  readonly authorisedAt: string;
  readonly authorisedBy: string;
  readonly justification: string;
}

type Tree = Readonly<Record<string, unknown>>;

const ORDER = '#';

/** The transfers of a custody slice (a list of objects is a map from key to item, its order under `#`). */
export function transfersIn(custody: Slice): Tree[] {
  const { transfers = {} } = (custody['envelope'] ?? {}) as { transfers?: Tree };
  return ((transfers[ORDER] ?? []) as string[]).map((key) => transfers[key] as Tree);
}

/** The slice with these recipients and transfers, its fields in the order of the SDL. */
export function withRecipients(custody: Slice, recipients: readonly string[], transfers: readonly (Tree | TransferEntry)[]): Slice {
  const { envelope = {}, ...others } = custody as { envelope?: Tree };
  const { recipients: _, restricted, transfers: __, ...rest } = envelope;
  const listed = { [ORDER]: transfers.map((___, place) => String(place)), ...Object.fromEntries(transfers.map((entry, place) => [String(place), entry])) };
  return {
    envelope: { recipients, ...(restricted === undefined ? {} : { restricted }), ...(transfers.length === 0 ? {} : { transfers: listed }), ...rest }, ...others,
  };
}
