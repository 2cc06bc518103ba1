/** Who may authorise a transfer on a basis: on one of the directive a Member State's authority (LED art. 35(1)(c)); on a Union agency's own rules, or the GDPR, the originator. */
export function mayAuthorise(basis: string, by: { readonly agency: string; readonly regime: string }, originator: string): boolean {
  return basis.startsWith('LED-') ? by.regime === 'EU-LED' : by.agency === originator;
}
