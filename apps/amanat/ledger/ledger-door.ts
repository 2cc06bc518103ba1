import { Refusal } from '#libs/kernel';
import type { HubClient, Patience } from '#libs/importing';
import type { SealRow } from '#libs/proofs';

export interface SealLogFacts {
  readonly key: string;
  readonly interval: number;
  readonly firstTick: number;
}

export interface TileGiven {
  readonly lines: readonly string[];
  readonly hashes: string;
}

const TREE = '{ agency before period root size';
const BEGIN = `query Begin($agency: ID) { sealLog { key interval firstTick }
  sealOpening(agency: $agency) { checkpoint tick slots path slot salt slotPath head ${TREE} } trees ${TREE} dropped } } }`;
const TILE = 'query Tile($agency: ID, $period: String!, $index: Int!) { ledgerTile(agency: $agency, period: $period, index: $index) { lines hashes } }';
const CONTINUES = 'query Continues($from: Int!, $to: Int!) { sealConsistency(from: $from, to: $to) }';

/** The ledger's queries, as an export asks them; while the hub is away it is waited for. */
export class LedgerDoor {
  constructor(
    private readonly hub: HubClient,
    private readonly patience: Patience,
    private readonly agency: string | null,
  ) {}

  async begin(): Promise<{ log: SealLogFacts; seal: SealRow | null }> {
    const { sealLog, sealOpening } = await this.#ask(BEGIN, { agency: this.agency });
    return { log: sealLog as SealLogFacts, seal: sealOpening ? { type: 'seal', ...(sealOpening as Omit<SealRow, 'type'>) } : null };
  }

  async tile(period: string, index: number): Promise<TileGiven> {
    return (await this.#ask(TILE, { agency: this.agency, period, index }))['ledgerTile'] as TileGiven;
  }

  async consistency(from: number, to: number): Promise<readonly string[]> {
    return (await this.#ask(CONTINUES, { from, to }))['sealConsistency'] as readonly string[];
  }

  async #ask(query: string, variables: Readonly<Record<string, unknown>>): Promise<Readonly<Record<string, unknown>>> {
    const { data, errors } = await this.patience.with(() => this.hub.ask(query, variables));
    const [fault] = errors ?? [];
    if (fault || !data) throw Refusal.because(fault?.extensions?.code ?? 'INTERNAL', '', 'hub', fault?.message ?? 'The hub gave no answer.');
    return data;
  }
}
