import { rmSync } from 'node:fs';

export default async function stop() {
  const { folder, started } = globalThis.amanatTestServices ?? {};
  if (!folder) return;
  // Nothing in these folders is wanted again, so there is no need to wait for a polite end.
  await Promise.all(started.map((service) => service.kill()));
  rmSync(folder, { recursive: true, force: true });
}
