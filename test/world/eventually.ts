/** Waits until `holds`, looking every 25 ms; fails with `otherwise` when it does not come about in time. */
export async function eventually(holds: () => boolean | Promise<boolean>, otherwise = () => 'it did not come about in time', within = 30_000): Promise<void> {
  for (const end = Date.now() + within; Date.now() < end;) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(otherwise());
}
