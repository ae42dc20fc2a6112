import pg from 'pg';

/** A prepared statement and the values of its parameters `$1`, `$2`, …, arrays as literals and JSON as text. */
export interface Statement {
  name: string;
  text: string;
  values: (string | number | boolean | Date | null)[];
}

/** What became of a statement; null when it was not run, because one before it failed. */
export type Outcome = { rows: object[] } | { error: Error } | null;

/** The driver's query with all that its connection calls when answers arrive, of which its types say nothing. */
interface DriverQuery {
  submit(connection: pg.Connection): void;
  handleRowDescription(message: unknown): void;
  handleDataRow(message: unknown): void;
  handleCommandComplete(message: unknown, connection: pg.Connection): void;
  handleReadyForQuery(connection: pg.Connection): void;
}

/**
 * Prepared statements that are sent to the server in one message and answered in one, where each would otherwise be a
 * message and a wait of its own; the server runs them one after the other. They must only read, because one that fails
 * undoes those before it and keeps those after it from being run.
 */
export class StatementBatch implements pg.Submittable {
  readonly #statements: readonly Statement[];
  readonly #queries: readonly DriverQuery[];
  readonly #outcomes: Outcome[];
  readonly #finish: (outcomes: readonly Outcome[]) => void;
  /** Of the statement whose answer arrives. */
  #position = 0;

  /** `finish` is called once, with an outcome for each statement. */
  constructor(
    client: pg.ClientBase,
    statements: readonly Statement[],
    finish: (outcomes: readonly Outcome[]) => void,
  ) {
    const types = { getTypeParser: client.getTypeParser.bind(client) };
    this.#statements = statements;
    this.#finish = finish;
    this.#outcomes = statements.map(() => null);
    this.#queries = statements.map((statement, index) => {
      const query = new pg.Query({ ...statement, types }, (error, result) => {
        this.#outcomes[index] = error ? { error } : { rows: result.rows };
      });
      return query as unknown as DriverQuery;
    });
  }

  /** With `text`, by which the driver remembers what the server has prepared. */
  get name(): string | undefined {
    return this.#statements[this.#position]?.name;
  }

  get text(): string | undefined {
    return this.#statements[this.#position]?.text;
  }

  submit(connection: pg.Connection): void {
    const { stream } = connection;
    stream.cork();
    const withoutSync = continued(connection);
    this.#queries.forEach((query) => query.submit(withoutSync));
    connection.sync();
    stream.uncork();
  }

  handleRowDescription(message: unknown): void {
    this.#queries[this.#position]?.handleRowDescription(message);
  }

  handleDataRow(message: unknown): void {
    this.#queries[this.#position]?.handleDataRow(message);
  }

  handleCommandComplete(message: unknown, connection: pg.Connection): void {
    const query = this.#queries[this.#position];
    query?.handleCommandComplete(message, connection);
    // What follows concerns the next statement: to the query it is as if nothing did.
    query?.handleReadyForQuery(connection);
    this.#position += 1;
  }

  /** Of the statement being answered, or of the connection. */
  handleError(error: Error): void {
    this.#outcomes[this.#position] = { error };
    this.#finish(this.#outcomes);
  }

  handleReadyForQuery(): void {
    this.#finish(this.#outcomes);
  }
}

interface ParseMessage {
  name: string;
  text: string;
}

/** The connection to a query that is not the last: without the end of a message, and knowing what was sent with it. */
function continued(connection: pg.Connection): pg.Connection {
  const own = connection as pg.Connection & {
    parsedStatements: Record<string, string>;
    parse(message: ParseMessage): void;
  };
  const parsedStatements = { ...own.parsedStatements };
  return Object.assign(Object.create(connection) as pg.Connection, {
    sync: () => {},
    parsedStatements,
    parse(message: ParseMessage): void {
      parsedStatements[message.name] = message.text;
      own.parse(message);
    },
  });
}
