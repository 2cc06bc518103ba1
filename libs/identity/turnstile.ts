/** Lets at most `width` pieces of work run at once; the others wait in the order they came. */
export function turnstile(width: number): <Result>(work: () => Promise<Result>) => Promise<Result> {
  const waiting: (() => void)[] = [];
  let inside = 0;
  return async (work) => {
    if (inside >= width) await new Promise<void>((resume) => waiting.push(resume));
    else inside += 1;
    try {
      return await work();
    } finally {
      // The place passes straight to the next in line: `inside` only falls when nobody waits.
      const next = waiting.shift();
      if (next) next();
      else inside -= 1;
    }
  };
}
