import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readArguments } from './read-arguments.ts';

describe('the command line of the gateway alone', () => {
  let workingDirectory: string;

  beforeAll(() => {
    workingDirectory = mkdtempSync(join(tmpdir(), 'intendant-arguments-'));
    writeFileSync(join(workingDirectory, 'supergraph.graphql'), 'schema { query: Query }');
  });

  afterAll(() => rmSync(workingDirectory, { recursive: true }));

  const read = (text: string, nodeEnv: string | null = null) =>
    readArguments(text.split(' ').filter(Boolean), { nodeEnv, workingDirectory });

  it('reads the supergraph from where the command was typed', () => {
    const options = read('--supergraph supergraph.graphql --identity none --port 4100 --limit depth=30');

    expect(options).toEqual({
      supergraphSdl: 'schema { query: Query }',
      port: 4100,
      host: '127.0.0.1',
      limits: { depth: 30 },
    });
  });

  it('refuses to let everybody in where NODE_ENV is production', () => {
    expect(() => read('--supergraph supergraph.graphql --identity none', 'production')).toThrow(
      /does not start with NODE_ENV=production/,
    );
  });

  it.each([
    ['--supergraph supergraph.graphql', /Say --identity none/],
    ['--supergraph supergraph.graphql --identity required', /--identity required is not known/],
    ['--identity none', /Say which supergraph/],
    ['--identity none --supergraph nowhere.graphql', /There is no such file/],
    ['--identity none --supergraph supergraph.graphql --port 70000', /--port needs a whole number/],
    ['--identity none --supergraph supergraph.graphql --limit width=3', /there is no limit “width”/],
    ['--identity none --supergraph supergraph.graphql --limit depth=0', /--limit depth needs a whole number/],
    ['--identty none', /Try --help/],
  ])('refuses %s', (text, message) => {
    expect(() => read(text)).toThrow(message);
  });

  it('gives help', () => {
    expect(read('--help')).toBeNull();
  });
});
