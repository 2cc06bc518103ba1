/** One of the ten controls of LED art. 29(2), and what the hub does for it. */
export interface Measure {
  readonly letter: string;
  readonly control: string;
  readonly measure: string;
}

/** What the agency's own house must do besides — doors, devices, people — is the agency's to write. */
export const MEASURES: readonly Measure[] = [
  { letter: 'a', control: 'Equipment access', measure: 'The operator\'s, where the hub stands; the hub asks every client for a certificate or a key of its own, and every process for its login.' },
  { letter: 'b', control: 'Data media', measure: 'Identities, contacts and special categories lie encrypted (AES-256-GCM) under a key for each person and class; the keys lie in a database of their own, and to erase is to destroy them.' },
  { letter: 'c', control: 'Storage', measure: 'PostgreSQL denies by default: the hub\'s login owns no table and reads none; what writes and reads are functions that admit the caller.' },
  { letter: 'd', control: 'Users', measure: 'Tokens are bound to a certificate or a key (RFC 8705, RFC 9449); a stolen one is of no use. Each agency has a login at the broker.' },
  { letter: 'e', control: 'Data access', measure: 'One rule table decides for every exit, in the hub and again in PostgreSQL; identities are shown to named officers only; odd look-ups are noticed.' },
  { letter: 'f', control: 'Communication', measure: 'Every delivery has a line that names its event and its recipient; topics belong to one recipient each.' },
  { letter: 'g', control: 'Input', measure: 'Every submission, amendment and withdrawal has a line that names client, officer, purpose, legal basis and case reference.' },
  { letter: 'h', control: 'Transport', measure: 'TLS at every door; no sealed class travels in an event.' },
  { letter: 'i', control: 'Recovery', measure: 'A receipt is given only for what is durable; deliveries and the ledger go on where they were after a crash.' },
  { letter: 'j', control: 'Integrity', measure: 'The ledger is a tree for each agency, sealed every second under a signature, verified without the hub; a ledger that is not sealed stops all answers.' },
];
