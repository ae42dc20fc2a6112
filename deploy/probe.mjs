// The health check of a container: `node deploy/probe.mjs http://127.0.0.1:4001/readyz`. The image has no curl.
const response = await fetch(process.argv[2] ?? 'http://127.0.0.1:4000/readyz', {
  signal: AbortSignal.timeout(4_000),
}).catch(() => null);
process.exit(response?.ok ? 0 : 1);
