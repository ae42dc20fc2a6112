// The stub's router advertises flags of its next version, which Remix sets on its own router.
const warn = console.warn;
console.warn = (...args: unknown[]) => {
  if (!String(args[0]).includes('React Router Future Flag')) warn(...args);
};
