/** Progress goes to stderr: stdout carries figures only. */
export function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** A line that replaces itself on a terminal, and is written every tenth part elsewhere. */
export function progress(what: string, total: number): (done: number) => void {
  const begun = Date.now();
  let tenth = 0;
  return (done) => {
    const seconds = Math.round((Date.now() - begun) / 1000);
    const line = `${what}: ${done} of ${total} (${Math.floor((100 * done) / total)} %, ${seconds} s)`;
    if (process.stderr.isTTY) process.stderr.write(`\r${line}${done >= total ? '\n' : ''}`);
    else if (done >= ((tenth + 1) * total) / 10 || done >= total) {
      tenth = Math.floor((10 * done) / total);
      say(line);
    }
  };
}
