import { parse } from 'graphql';
import { buildSchema, decidedFields } from './schema.ts';
import { notesModule } from '../testing/fixtures/notes-module.ts';

const build = (sdl: string): ReturnType<typeof buildSchema> =>
  buildSchema(
    parse(`
      extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@authenticated"])
      directive @public on FIELD_DEFINITION | OBJECT
      ${sdl}`),
    {},
  );

describe('buildSchema', () => {
  it('refuses a schema in which nobody decided who may read a field', () => {
    expect(() =>
      build('type Query { a: Int @public b: Int c: Thing @public } type Thing { d: Int }'),
    ).toThrow('Decide who may read Query.b, Thing.d: @public, @authenticated or @requiresScopes.');
  });

  it('takes the decision of the type for its fields, also from an extension', () => {
    const schema = build(
      'type Query @public { a: Int } extend type Thing @authenticated type Thing { d: Int }',
    );

    const decisions = [...decidedFields(schema)].map(({ type, field, access }) => [
      type.name,
      field.name,
      access?.kind,
    ]);
    expect(decisions).toEqual([
      ['Query', 'a', 'public'],
      ['Thing', 'd', 'authenticated'],
    ]);
  });

  it('refuses a resolver for a field that does not exist', () => {
    expect(() => buildSchema(notesModule.typeDefs, { Query: { farewell: () => 'bye' } })).toThrow(/farewell/);
  });
});
