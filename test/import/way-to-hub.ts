import { createServer, connect, type AddressInfo, type Socket } from 'node:net';

/** One address for a hub that comes back on another port, as a load balancer has it. */
export interface WayToHub {
  readonly url: string;
  leadTo(port: number): void;
  close(): Promise<void>;
}

export async function wayToHub(first: number): Promise<WayToHub> {
  let port = first;
  const open = new Set<Socket>();
  const server = createServer((caller) => {
    const hub = connect(port, '127.0.0.1');
    for (const [one, other] of [[caller, hub], [hub, caller]] as const) {
      open.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => { open.delete(one); other.destroy(); });
      one.pipe(other);
    }
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    leadTo: (next) => { port = next; },
    close: () => new Promise((done) => {
      for (const socket of open) socket.destroy();
      server.close(() => done());
    }),
  };
}
