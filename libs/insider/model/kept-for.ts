/**
 * For how many days a finding is kept, counted from the look-up that made it odd, by what became of it. Three years, as Union
 * law has it for the logs that findings follow from (Regulation (EU) 2018/1725 art. 88(2): deleted after three years, unless
 * they are required for ongoing control); twice as long where that is the case. A suspicion that nobody looked at goes in time
 * as well (LED art. 4(1)(e), 5). What an agency's own law asks for otherwise is changed here.
 */
export const KEPT_FOR: Readonly<Record<'open' | 'explained' | 'mistake' | 'abuse' | 'under-inquiry', number>> = {
  open: 1_095, explained: 1_095, mistake: 1_095, abuse: 1_095, 'under-inquiry': 2_190,
};
