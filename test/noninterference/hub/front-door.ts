import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * One address for the hubs of all worlds, one after another: a hub names its own address in what it
 * answers, and two worlds must not differ by that.
 */
export class FrontDoor {
  #hub: Server | null = null;

  private constructor(private readonly server: Server, readonly port: number) {
    server.on('request', (...call) => void this.#hub?.emit('request', ...call));
    server.on('upgrade', (...call) => void this.#hub?.emit('upgrade', ...call));
  }

  static async open(): Promise<FrontDoor> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new FrontDoor(server, (server.address() as AddressInfo).port);
  }

  get url(): string {
    return `http://localhost:${this.port}`;
  }

  leadTo(hub: Server | null): void {
    this.#hub = hub;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
