/**
 * Tables an archive leaves out, because what is in them belongs to a server or a version and not to the data:
 * installing writes it anew, or the processes do when they start.
 */
const leftOut = new Set([
  // Fingerprints and the names of roles, which carry the database's name.
  'platform.installation',
  'platform.event_consumer',
  'platform.setting_definition',
  // Who is alive at the moment.
  'platform.job_runner',
  // Which archives there are on the disk of one server.
  'platform.backup_run',
]);

export function isLeftOut(schema: string, table: string): boolean {
  // Which migrations ran stands in the manifest.
  return table === 'migrations' || leftOut.has(`${schema}.${table}`);
}
