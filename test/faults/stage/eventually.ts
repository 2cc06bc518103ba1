export const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Waits until it is so. @throws Error when it is not so in time, or what `holds` throws */
export async function eventually(holds: () => boolean | Promise<boolean>, within = 20_000, what = 'what was waited for'): Promise<void> {
  for (const until = Date.now() + within; Date.now() < until; await pause(50)) {
    if (await holds()) return;
  }
  throw new Error(`${what} did not come about within ${within / 1000} s`);
}
