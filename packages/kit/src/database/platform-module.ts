import { databaseModule } from './database-module.ts';
import { Migration20261121000000_create_platform } from './migrations/Migration20261121000000_create_platform.ts';
import { Migration20261121000100_create_platform_functions } from './migrations/Migration20261121000100_create_platform_functions.ts';
import { Migration20261121000200_create_schedule } from './migrations/Migration20261121000200_create_schedule.ts';
import { Migration20261121100000_create_setting_definition } from './migrations/Migration20261121100000_create_setting_definition.ts';
import { Migration20261121100100_page_dead_letters } from './migrations/Migration20261121100100_page_dead_letters.ts';
import { Migration20261121100200_create_backup_run } from './migrations/Migration20261121100200_create_backup_run.ts';
import { Migration20261121100300_search_audit_log } from './migrations/Migration20261121100300_search_audit_log.ts';
import { Migration20261122061000_describe_schedule } from './migrations/Migration20261122061000_describe_schedule.ts';
import { Migration20261122061100_count_waiting_jobs } from './migrations/Migration20261122061100_count_waiting_jobs.ts';

/** The kit's own schema, migrated like any other. Its owner is the jobs role. */
export const platformModule = databaseModule({
  name: 'platform',
  migrations: [
    Migration20261121000000_create_platform,
    Migration20261121000100_create_platform_functions,
    Migration20261121000200_create_schedule,
    Migration20261121100000_create_setting_definition,
    Migration20261121100100_page_dead_letters,
    Migration20261121100200_create_backup_run,
    Migration20261121100300_search_audit_log,
    Migration20261122061000_describe_schedule,
    Migration20261122061100_count_waiting_jobs,
  ],
});

/** Functions every module may call. */
export const commonFunctions = [
  'publish',
  'latest_event',
  'enqueue',
  'append_audit',
  'get_settings',
  'set_setting',
  'register_settings',
];

/** What each kind of platform access adds. */
export const accessGrants = {
  'audit-log': { tables: ['audit_entry'], functions: [] },
  'job-runs': {
    tables: ['job_run', 'job_minute', 'schedule'],
    functions: [
      'queue_state',
      'dead_letters_page',
      'dead_letters_count',
      'dead_letter',
      'retry_dead_letters',
      'discard_dead_letters',
      'backup_runs',
    ],
  },
  backups: {
    tables: [],
    functions: ['start_backup_run', 'finish_backup_run', 'forget_backups', 'last_backup_at'],
  },
  settings: { tables: [], functions: ['list_settings'] },
  monitoring: { tables: [], functions: [] },
} as const;
