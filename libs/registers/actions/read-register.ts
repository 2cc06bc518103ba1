import type { Directory } from '#libs/directory';
import type { Disclosed, LedgerDisclosure } from '#libs/disclosure';
import { Refusal, type Caller } from '#libs/kernel';
import { registerOf, type Register } from '../model/register.js';

/** Records of processing, made anew whenever they are asked for: they cannot fall behind what the hub does. */
export class ReadRegister {
  constructor(
    private readonly directory: Directory,
    private readonly disclosure: LedgerDisclosure,
  ) {}

  /**
   * Of the caller's own agency for its data-protection officer (LED art. 34), of any for the supervisor (art. 24(3)).
   * @throws Refusal ACTION_NOT_ALLOWED to everybody else, in the same words whether there is such an agency or not; AGENCY_UNKNOWN
   */
  run(caller: Caller, agency: string | null | undefined): Promise<Disclosed<Register>> {
    const asked = agency ?? caller.agency;
    const own = caller.roles.includes('data-protection-officer') && asked === caller.agency;
    if (!own && !caller.roles.includes('supervisor')) {
      throw Refusal.because('ACTION_NOT_ALLOWED', 'agency', 'LED art. 24(3), 34', 'The register is for the agency\'s data-protection officer and the supervisor.');
    }
    return this.disclosure.give(caller, 'processing-register', asked, async () => {
      const found = this.directory.agency(asked);
      if (!found) throw Refusal.because('AGENCY_UNKNOWN', 'agency', 'directory', 'No agency of this code takes part.');
      return registerOf(found, this.directory.clientsOf(asked), this.directory.agencies().filter(({ code }) => code !== asked));
    });
  }
}
