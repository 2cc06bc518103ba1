import { Refusal } from '#libs/kernel';

/**
 * SQLSTATE classes 08 (connection), 53 (resources), 57P (shut down, starting up) and 40 (deadlock,
 * serialisation), and what sockets say: nobody's input is to blame, and another attempt may pass.
 */
const PASSING = /^(?:08\w{3}|53\w{3}|57P0[1-5]|40001|40P01|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN)$/u;
/** `pg` gives these no code. */
const UNCODED = /^(?:Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect)/u;

/** SQLSTATE of a refusal by one of the hub's own functions: its message is a code of the catalogue, and nothing of the input. */
const REFUSED = 'AM001';

/** Runs `work`; a database that is away is a refusal that says so, and not a failure of the hub. @throws Refusal UNAVAILABLE, TIME_LIMIT, that of the database's own functions, or what `work` throws */
export async function orAway<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const { code, message } = error as { code?: unknown; message: string };
    if (code === REFUSED) throw Object.assign(Refusal.because(message, '', 'hub', 'The hub\'s database refuses this.'), { cause: error });
    // SQLSTATE 57014: a statement that outlived its limit was cancelled.
    if (code === '57014') throw Object.assign(Refusal.because('TIME_LIMIT', '', 'hub', 'The answer took longer than the hub allows.'), { cause: error });
    if (!isPassing(error)) throw error;
    throw Object.assign(Refusal.because('UNAVAILABLE', '', 'hub', 'The hub cannot reach its database now.'), { cause: error });
  }
}

function isPassing(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown };
  return typeof code === 'string' ? PASSING.test(code) : typeof message === 'string' && UNCODED.test(message);
}
