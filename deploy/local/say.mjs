/** What the person at the terminal is told. */
export function say(line) {
  process.stdout.write(`${line}\n`);
}

/**
 * Tells that a step begins, that it is still going, and how long it took. With `quiet`, nothing is
 * said until the work calls the function it is given: it may turn out that there is nothing to do.
 */
export async function step(title, work, quiet = false) {
  let begun = 0;
  let timer;
  const begin = () => {
    begun = Date.now();
    say(`${title} …`);
    timer = setInterval(() => say(`  still at it: ${title.split(' (')[0]}, ${seconds(begun)} s`), 10_000);
  };
  if (!quiet) begin();
  try {
    const result = await work(begin);
    if (begun) say(`  ${title.split(' (')[0]}: done, ${seconds(begun)} s`);
    return result;
  } finally {
    clearInterval(timer);
  }
}

const seconds = (since) => ((Date.now() - since) / 1000).toFixed(1);
