import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A way to the instance that can be cut like a cable; what is on it at that moment is lost. */
export interface CuttableLine {
  url: string;
  cut(): void;
  mend(): void;
  close(): void;
}

export async function cuttableLine(instanceUrl: string): Promise<CuttableLine> {
  const port = Number(new URL(instanceUrl).port);
  const sockets = new Set<Socket>();
  let isCut = false;
  const cut = (): void => {
    isCut = true;
    sockets.forEach((socket) => socket.destroy());
  };
  const server = createServer((near) => {
    if (isCut) {
      near.destroy();
      return;
    }
    const far = connect(port, 'localhost');
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket);
      socket.pipe(other);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    cut,
    mend: () => {
      isCut = false;
    },
    close: () => {
      cut();
      server.close();
    },
  };
}
