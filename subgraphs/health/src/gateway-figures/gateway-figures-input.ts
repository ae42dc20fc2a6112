import { z } from 'zod';
import { isTenantId } from '../tenant-summary/tenant-id.ts';

const count = z.number().int().min(0).max(1e9);

/** PostgreSQL's text holds every character but NUL. */
const text = (longest: number) =>
  z
    .string()
    .min(1)
    .transform((value) => value.replaceAll('\0', '').slice(0, longest));

const tenantId = z.string().refine(isTenantId, 'must be an id').nullish();

const histogram = {
  latencyBuckets: z.array(z.number().int().min(-1000).max(1000)).max(400),
  latencyCounts: z.array(count).max(400),
};

function isHistogram({
  latencyBuckets,
  latencyCounts,
}: {
  latencyBuckets: number[];
  latencyCounts: number[];
}) {
  return latencyBuckets.length === latencyCounts.length;
}

const unevenHistogram = {
  message: 'latencyBuckets and latencyCounts must be of the same length',
  path: ['latencyCounts'],
};

const requestsSchema = z
  .object({
    minute: z.coerce.date(),
    operation: text(200),
    tenantId,
    statusClass: z.number().int().min(1).max(5),
    count,
    ...histogram,
  })
  .refine(isHistogram, unevenHistogram);

const servicesSchema = z
  .object({
    minute: z.coerce.date(),
    service: text(100),
    count,
    errors: count,
    lastAnswerAt: z.coerce.date().nullish(),
    ...histogram,
  })
  .refine(isHistogram, unevenHistogram);

const rejectionSchema = z.object({
  minute: z.coerce.date(),
  kind: z.enum(['REQUESTS', 'EVENTS']),
  tenantId,
  callerId: text(100),
  isApiKey: z.boolean(),
  callerName: text(200),
  rejected: count,
  offered: count,
  limitPerMinute: count,
});

const listOf = <S extends z.ZodType>(item: S) =>
  z
    .array(item)
    .max(5_000)
    .nullish()
    .transform((items) => items ?? []);

/** A flush of a gateway, as its figures are stored. */
export const gatewayFiguresSchema = z.object({
  flushId: z.string().min(1).max(100),
  gatewayId: z
    .string()
    .max(100)
    .nullish()
    .transform((id) => id ?? ''),
  counts: z.array(requestsSchema).max(5_000),
  services: listOf(servicesSchema),
  rejections: listOf(rejectionSchema),
});

export type GatewayFigures = z.output<typeof gatewayFiguresSchema>;
