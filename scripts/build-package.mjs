// Transpiles one package's sources to dist, file by file, from the package's own folder:
// `node ../../scripts/build-package.mjs [source folder]`. Types are checked once for the whole house by
// `npm run typecheck`, so a build costs a second, not a minute.
import { transform, version as swcVersion } from '@swc/core';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { basename, dirname, extname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const source = resolve(process.argv[2] ?? 'src');
const target = resolve('dist');
const computedImportHelper = '_ts_rewrite_relative_import_extension';
const stampFile = join(target, '.build-stamp');
const name = JSON.parse(readFileSync('package.json', 'utf8')).name;

if (!existsSync(source)) {
  console.log(`${name}: no ${basename(source)} folder, nothing to build`);
  process.exit(0);
}

const inputs = filesOf(source).map((path) => ({ path, content: readFileSync(join(source, path)) }));
const stamp = stampOf(inputs);
if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) {
  console.log(`${name}: unchanged`);
  process.exit(0);
}

const startedAt = Date.now();
rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
await Promise.all(inputs.map((input) => build(input)));
// Written last: an interrupted build leaves no stamp and is done again.
writeFileSync(stampFile, stamp);
console.log(`${name}: ${inputs.length} files in ${Date.now() - startedAt} ms`);

/** Everything production needs, as paths relative to the source folder; tests and their fixtures stay behind. */
function filesOf(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name)))
    .filter((path) => !/\.test\.tsx?$|\.d\.ts$|\.md$|\.snap$/.test(path))
    .filter((path) => !/(^|[\\/])(testing|__snapshots__|fixtures)[\\/]/.test(path))
    .sort();
}

function stampOf(files) {
  const hash = createHash('sha256')
    .update(swcVersion)
    .update(readFileSync(fileURLToPath(import.meta.url)));
  for (const { path, content } of files) hash.update(`\0${path}\0`).update(content);
  return hash.digest('hex');
}

async function build({ path, content }) {
  const output = join(target, path);
  mkdirSync(dirname(output), { recursive: true });
  if (extname(path) === '.tsx') {
    throw new Error(`${path}: JSX is built by Vite; a package built by this script holds only .ts`);
  }
  if (extname(path) !== '.ts') {
    writeFileSync(output, content);
    return;
  }
  const { code, map } = await transform(content.toString('utf8'), {
    filename: join(source, path),
    sourceFileName: relative(dirname(output), join(source, path)),
    swcrc: false,
    configFile: false,
    sourceMaps: true,
    inlineSourcesContent: false,
    module: { type: 'es6' },
    jsc: {
      parser: { syntax: 'typescript' },
      target: 'es2023',
      rewriteRelativeImportExtensions: true,
      experimental: { keepImportAttributes: true },
    },
  });
  const script = output.replace(/\.ts$/, '.js');
  // swc calls this helper around a computed import() and forgets to define it. Such a path is already the built one.
  const helper = code.includes(computedImportHelper)
    ? `const ${computedImportHelper} = (path) => path;\n`
    : '';
  writeFileSync(script, `${code}${helper}//# sourceMappingURL=${basename(script)}.map\n`);
  writeFileSync(`${script}.map`, map);
}
