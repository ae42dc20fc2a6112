// What a socket's address holds on every system we know, with its final NUL.
const longestPath = 103;

/**
 * Where the server's socket lies: among its files, which only its user and root can enter. A statement through it costs
 * half of one through the loopback address. Null where there are no such sockets and where the path is too long for one.
 */
export function socketDirectory(data: string, port: number): string | null {
  const path = `${data}/.s.PGSQL.${port}`;
  // The setting is a list, separated by commas.
  const isUsable =
    process.platform !== 'win32' && Buffer.byteLength(path) <= longestPath && !/[,"]/.test(data);
  return isUsable ? data : null;
}
