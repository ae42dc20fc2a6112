// Data flows one way (route → gateway → resolver → use case → entity), and so do imports. Each zone says: what lies in
// `target` must not import what lies in `from`.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const foldersIn = (path) =>
  existsSync(join(root, path))
    ? readdirSync(join(root, path), { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map((entry) => entry.name)
    : [];

/** One zone per forbidden source, because a list of sources cannot mix folders and patterns. */
const forbid = (target, sources, message) => sources.map((from) => ({ target, from, message }));

const subgraphs = foldersIn('subgraphs').flatMap((name) => [
  {
    target: `./subgraphs/${name}`,
    from: './subgraphs',
    except: [`./${name}`],
    message: 'Subgraphs never import each other: they meet in the schema and through domain events.',
  },
  ...forbid(
    `./subgraphs/${name}`,
    ['./gateway', './admin-ui', './packages/standalone', './e2e', './bench'],
    'A subgraph imports the kit and nothing else of this house.',
  ),
]);

const shared = [
  ...forbid(
    './packages/kit',
    ['./subgraphs', './gateway', './admin-ui', './packages/standalone', './e2e', './bench'],
    'The kit imports nothing of this house.',
  ),
  ...forbid(
    './gateway',
    ['./subgraphs', './admin-ui', './packages/standalone', './e2e', './bench'],
    'The gateway imports the kit, never a subgraph.',
  ),
  ...forbid(
    './admin-ui',
    ['./packages', './subgraphs', './gateway', './e2e', './bench'],
    'The admin UI knows the schema and nothing behind it.',
  ),
];

/** Resolvers are named by the module (src/subgraph.ts) and by tests; nothing below them points back up. */
const layers = [
  {
    target: './subgraphs/*/src/*/**/!(*.test).ts',
    from: './subgraphs/*/src/**/*.resolvers.ts',
    message: 'Only src/subgraph.ts imports resolvers; what two resolvers share is a use case.',
  },
  {
    target: './subgraphs/*/src/**/*.entity.ts',
    from: './subgraphs/*/src/**/*.{jobs,consumers,loaders}.ts',
    message: 'An entity knows neither who loads it nor who changes it.',
  },
];

const app = './admin-ui/app';
const adminUi = [
  ...forbid(`${app}/lib`, [`${app}/components`, `${app}/routes`], 'lib is the lowest layer of the admin UI.'),
  ...forbid(`${app}/components`, [`${app}/routes`], 'Components do not know the routes that use them.'),
  {
    target: `${app}/components/ui`,
    from: `${app}/components`,
    except: ['./ui'],
    message: 'Primitives know no data and no other component.',
  },
  {
    target: `${app}/components/**/*`,
    from: `${app}/**/*.server.{ts,tsx}`,
    message: 'Only loaders and actions use server modules.',
  },
  {
    target: `${app}/lib/**/!(*.server|*.test|*.server.test).{ts,tsx}`,
    from: `${app}/**/*.server.{ts,tsx}`,
    message: 'Only loaders and actions use server modules.',
  },
  ...foldersIn('admin-ui/app/routes').map((route) => ({
    target: `${app}/routes/${route}`,
    from: `${app}/routes`,
    except: [`./${route}`],
    message: 'Routes never import routes: move what they share to components or lib.',
  })),
];

export const importZones = [...subgraphs, ...shared, ...layers, ...adminUi];
