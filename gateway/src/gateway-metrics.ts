import { Counter, Gauge, Histogram, type Registry } from '@intendant/kit/metrics';

/** What Prometheus sees of the gateway. */
export interface GatewayMetrics {
  readonly registry: Registry;
  readonly requests: Counter<'route' | 'status_class'>;
  readonly requestSeconds: Histogram<'route'>;
  readonly connections: Gauge;
  readonly subscriptions: Gauge;
  readonly upstreamSubscriptions: Gauge;
  readonly deliveredEvents: Counter;
  readonly droppedEvents: Counter;
  readonly cutConnections: Counter<'reason'>;
}

export function createGatewayMetrics(registry: Registry): GatewayMetrics {
  const registers = [registry];
  return {
    registry,
    requests: new Counter({
      name: 'intendant_gateway_requests_total',
      help: 'Requests answered, by route and status class; 5xx also where a fault took a part of the answer.',
      labelNames: ['route', 'status_class'],
      registers,
    }),
    requestSeconds: new Histogram({
      name: 'intendant_gateway_request_duration_seconds',
      help: 'Time from a request to the end of its answer.',
      labelNames: ['route'],
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers,
    }),
    connections: new Gauge({
      name: 'intendant_gateway_websocket_connections',
      help: 'WebSockets open.',
      registers,
    }),
    subscriptions: new Gauge({
      name: 'intendant_gateway_subscriptions',
      help: 'Subscriptions open, of all clients.',
      registers,
    }),
    upstreamSubscriptions: new Gauge({
      name: 'intendant_gateway_upstream_subscriptions',
      help: 'Subscriptions open at the subgraphs; identical ones of clients share one.',
      registers,
    }),
    deliveredEvents: new Counter({
      name: 'intendant_gateway_subscription_events_delivered_total',
      help: 'Events sent to clients.',
      registers,
    }),
    droppedEvents: new Counter({
      name: 'intendant_gateway_subscription_events_dropped_total',
      help: 'Events replaced by newer ones because a client was slow.',
      registers,
    }),
    cutConnections: new Counter({
      name: 'intendant_gateway_websocket_cut_total',
      help: 'WebSockets the gateway closed, by reason.',
      labelNames: ['reason'],
      registers,
    }),
  };
}

/** One request, by the status the figures go by. */
export function countInMetrics(
  { requests, requestSeconds }: GatewayMetrics,
  route: string,
  status: number,
  milliseconds: number,
): void {
  requests.inc({ route, status_class: `${Math.floor(status / 100)}xx` });
  requestSeconds.observe({ route }, milliseconds / 1_000);
}
