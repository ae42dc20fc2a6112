import type { SubmissionResult } from '@conform-to/react';
import { parseWithZod } from '@conform-to/zod/v4';
import { graphql } from '#app/gql/gql.ts';
import type { Gateway } from './gateway.server.ts';
import { z } from './schema.ts';
import { readNamedTenant, searchFields, writeNamedTenant, type PickedTenant } from './tenant-choice.ts';

const TenantSearchQuery = graphql(`
  query TenantSearch($query: String!) {
    tenants(query: $query, first: 10) {
      nodes {
        id
        name
      }
    }
  }
`);

/** Tenants whose name or slug contains the text, or whose id it is; none for no text. */
export async function searchTenants(gateway: Gateway, text: string): Promise<PickedTenant[]> {
  const query = text.trim().slice(0, 200);
  if (query === '') return [];
  const { tenants } = await gateway.query(TenantSearchQuery, { query });
  return tenants?.nodes ?? [];
}

/**
 * The answer to a form that looks for tenants before JavaScript: itself, as it was filled in, with the tenants that
 * match. Null when it asks for something else; text that was not searched for yet comes before everything else.
 */
export async function findTenants(
  gateway: Gateway,
  form: FormData,
  name = 'tenantIds',
): Promise<SubmissionResult | null> {
  const text = String(form.get(searchFields.text) ?? '').trim();
  if (text === '' && !form.has(searchFields.find)) return null;
  const ticked = form.getAll(name).map(String);
  const kept = form
    .getAll(searchFields.named)
    .flatMap(readNamedTenant)
    .filter(({ id }) => ticked.includes(id));
  const found = (await searchTenants(gateway, text)).filter(({ id }) => !ticked.includes(id));
  return {
    initialValue: {
      ...parseWithZod(form, { schema: z.object({}) }).payload,
      [searchFields.named]: [...kept, ...found].map(writeNamedTenant),
      [searchFields.searched]: text,
    },
  };
}
