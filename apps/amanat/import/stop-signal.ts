/** Aborted at the first Ctrl-C or SIGTERM; the second one ends the process at once. */
export function stopSignal(told: () => void): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.once(name, () => {
      if (!controller.signal.aborted) told();
      controller.abort();
    });
  }
  return controller.signal;
}
