/**
 * Years on which the rules may be tuned: looked at as often as one likes.
 */
export const TUNING_SEEDS: readonly number[] = [101, 102, 103, 104, 105, 106];

/**
 * Years by which the rules are judged. They were written down, with the simulator, before there was any
 * rule. Tuning never looks at them: no threshold, window or rule is changed because of what one of
 * these shows. Whoever changes a rule tunes on the seeds above, runs these once and writes down what they
 * say; whoever changes the simulator draws new ones. One repair was made since, when nothing had been measured
 * on them yet: a day on which an agency had no case open ended the simulation with an error. Every year without
 * such a day is the same, byte for byte, and so the seeds stayed.
 */
export const HELD_OUT_SEEDS: readonly number[] = [7001, 7002, 7003, 7004, 7005, 7006, 7007, 7008, 7009, 7010];
