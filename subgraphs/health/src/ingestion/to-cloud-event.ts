import type { EventInput } from '../generated/resolvers.ts';

/** The event of a mutation as the CloudEvent it stands for. */
export function toCloudEvent({ id, source, type, subject, time, data }: EventInput): object {
  return {
    specversion: '1.0',
    id,
    source,
    type,
    // The scalar has parsed it already.
    time: new Date(time).toISOString(),
    data,
    ...(subject !== null && subject !== undefined && { subject }),
  };
}
