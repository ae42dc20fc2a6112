import pg from 'pg';

/** Runs one statement as a superuser, for what no role of ours may do. */
export async function asAdmin<Row extends object>(
  { adminUrl }: { readonly adminUrl: string },
  sql: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    return (await client.query<Row>(sql, values)).rows;
  } finally {
    await client.end();
  }
}
