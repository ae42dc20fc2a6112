import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { concatAST, parse, Source, type DocumentNode } from 'graphql';
import { InvariantError } from '../errors.ts';

// The same distance from src and from dist: packages/kit/<src|dist>/subgraph → the root of the repository.
const schemaDirectory = join(import.meta.dirname, '../../../../schema');

/** The SDL of a subgraph: schema/shared.graphql and every file of schema/<name>/, in alphabetical order. */
export function loadTypeDefs(name: string, directory: string = schemaDirectory): DocumentNode {
  const folder = join(directory, name);
  if (!existsSync(folder)) {
    throw new InvariantError(`There is no SDL for ${name} in ${directory}.`);
  }
  const files = readdirSync(folder)
    .filter((file) => file.endsWith('.graphql'))
    .sort()
    .map((file) => join(folder, file));
  return concatAST(
    [join(directory, 'shared.graphql'), ...files].map((file) =>
      parse(new Source(readFileSync(file, 'utf8'), file)),
    ),
  );
}
