import { RejectionCounts, type GatewayRejection } from './rejection-counts.ts';
import { RequestCounts, type GatewayRequestCount } from './request-counts.ts';
import { ServiceCounts, type GatewayServiceCount } from './service-counts.ts';

/** What one flush tells health; empty lists are left out. */
export interface Figures {
  counts: GatewayRequestCount[];
  services?: GatewayServiceCount[];
  rejections?: GatewayRejection[];
}

const rowsPerFlush = 500;

/** The gateway's own figures since they were sent last. */
export class GatewayFigures {
  readonly requests = new RequestCounts();
  readonly services = new ServiceCounts();
  readonly rejections = new RejectionCounts();

  /**
   * Hands over what there is to tell, in portions. Fetches alone, without a request of anybody, wait until their
   * minute is over: those a dashboard's subscription causes would otherwise cause the next ones, second by second.
   */
  take({ now = Date.now(), isLast = false } = {}): Figures[] {
    const counts = this.requests.take();
    const isDue = counts.length > 0 || !this.rejections.isEmpty || this.services.hasEnded(now) || isLast;
    const services = isDue ? this.services.take() : [];
    const rejections = this.rejections.take();
    const portions = Math.ceil(Math.max(counts.length, services.length, rejections.length) / rowsPerFlush);
    return Array.from({ length: portions }, (_, index) => {
      const part = <T>(rows: T[]): T[] => rows.slice(index * rowsPerFlush, (index + 1) * rowsPerFlush);
      return {
        counts: part(counts),
        ...whenAny('services', part(services)),
        ...whenAny('rejections', part(rejections)),
      };
    });
  }
}

function whenAny<K extends string, T>(key: K, rows: T[]): { [P in K]?: T[] } {
  return rows.length === 0 ? {} : ({ [key]: rows } as { [P in K]?: T[] });
}
