import pg from 'pg';
import { connected } from './scratch-databases.ts';

interface Column {
  name: string;
  type: string;
  isNullable: boolean;
  /** The texts a check constraint allows. */
  choices: string[] | null;
  /** The column of another table that a foreign key names. */
  references: { table: string; column: string } | null;
}

const values: Readonly<Record<string, (n: number) => string>> = {
  uuid: () => 'gen_random_uuid()',
  boolean: (n) => String(n % 2 === 0),
  'timestamp with time zone': (n) => `timestamptz '2026-11-20 09:41:00.123456+00' + ${n} * interval '1 hour'`,
  date: (n) => `date '2026-11-20' + ${n}`,
  interval: (n) => `${n} * interval '1 hour'`,
  bytea: (n) => `'\\x00ff0${n}'::bytea`,
  json: (n) => `'{"n": ${n}, "text": "a\\\\b"}'::json`,
  jsonb: (n) => `'{"n": ${n}, "text": "a\\\\b"}'::jsonb`,
};

const variants = 16;

/**
 * Puts a made-up row or two into every empty table of a database, so that every column of every type is in use. Foreign keys
 * hold; a table whose other rules cannot be guessed stays empty. Returns the names of those.
 */
export async function fillTables(url: string): Promise<string[]> {
  return connected(url, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      `select c.oid::regclass::text as name from pg_class c
       where c.relkind = 'r' and c.relpersistence = 'p' and not c.relispartition
         and c.relnamespace::regnamespace::text !~ '^(pg_|information_schema)' order by 1`,
    );
    let empty = rows.map(({ name }) => name);
    // A table that refers to another is filled after it.
    for (let before = Infinity; empty.length < before;) {
      before = empty.length;
      const left: string[] = [];
      for (const table of empty) {
        if (!(await fillTable(client, table))) {
          left.push(table);
        }
      }
      empty = left;
    }
    return empty;
  });
}

async function fillTable(client: pg.Client, table: string): Promise<boolean> {
  const found = await client.query(`select from ${table} limit 1`);
  if (found.rowCount === 1) {
    return true;
  }
  const columns = await readColumns(client, table);
  const names = columns.map(({ name }) => pg.escapeIdentifier(name)).join(', ');
  let isFilled = false;
  // What a table allows often depends on which of its choices a row has made, and on what is null then.
  for (let variant = 0, n = 1; variant < variants && n < 3; variant += 1) {
    const row = columns.map((column) => valueOf(column, n, variant)).join(', ');
    try {
      await client.query(`insert into ${table} (${names}) values (${row})`);
      isFilled = true;
      n += 1;
    } catch {
      // The next variant may do.
    }
  }
  return isFilled;
}

function valueOf(column: Column, n: number, variant: number): string {
  const { type, isNullable, choices, references } = column;
  if (isNullable && variant % 2 === 1) {
    return 'null';
  }
  if (references) {
    return `(select ${references.column} from ${references.table} order by 1 offset ${n - 1} limit 1)`;
  }
  if (choices) {
    return pg.escapeLiteral(choices[Math.floor(variant / 2) % choices.length] ?? '');
  }
  if (type.endsWith('[]')) {
    return `array[${valueOf({ ...column, type: type.slice(0, -2), isNullable: false }, n, variant)}]`;
  }
  return values[type]?.(n) ?? (/^(text|char)/.test(type) ? `'text ${n} \\ "é"'` : String(n));
}

async function readColumns(client: pg.Client, table: string): Promise<Column[]> {
  const { rows } = await client.query<Column & { check: string | null }>(
    `select a.attname as name, format_type(a.atttypid, null) as type, not a.attnotnull as "isNullable",
       (select pg_get_constraintdef(k.oid) from pg_constraint k
        where k.conrelid = a.attrelid and k.contype = 'c' and k.conkey = array[a.attnum] limit 1) as check,
       (select json_build_object('table', k.confrelid::regclass::text, 'column', f.attname)
        from pg_constraint k join pg_attribute f on f.attrelid = k.confrelid and f.attnum = k.confkey[1]
        where k.conrelid = a.attrelid and k.contype = 'f' and k.conkey = array[a.attnum] limit 1) as references
     from pg_attribute a
     where a.attrelid = $1::regclass and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
       and a.attidentity = ''
     order by a.attnum`,
    [table],
  );
  return rows.map(({ check, ...column }) => {
    const choices = [...(check?.matchAll(/'([^']+)'::text/g) ?? [])].map(([, text]) => text ?? '');
    return { ...column, choices: choices.length > 0 ? choices : null };
  });
}
