/** A GraphQL name as REST writes it: `p95LatencyMs1h` is `p95_latency_ms_1h`. */
export function restName(name: string): string {
  return name
    .replaceAll(/([a-z\d])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replaceAll(/([a-z]{2})(\d)/g, '$1_$2');
}
