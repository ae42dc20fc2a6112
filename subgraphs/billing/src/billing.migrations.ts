import { Migration20261121090000_create_billing } from './migrations/Migration20261121090000_create_billing.ts';
import { Migration20261121090100_seed_plans } from './migrations/Migration20261121090100_seed_plans.ts';
import { Migration20261121102000_project_tenants } from './migrations/Migration20261121102000_project_tenants.ts';
import { Migration20261121102100_create_entitlements } from './migrations/Migration20261121102100_create_entitlements.ts';
import { Migration20261121102200_seed_plan_entitlements } from './migrations/Migration20261121102200_seed_plan_entitlements.ts';
import { Migration20261121102300_create_mrr_ledger } from './migrations/Migration20261121102300_create_mrr_ledger.ts';
import { Migration20261121102400_backfill_mrr_ledger } from './migrations/Migration20261121102400_backfill_mrr_ledger.ts';
import { Migration20261121102500_index_payments_and_trials } from './migrations/Migration20261121102500_index_payments_and_trials.ts';
import { Migration20261121161300_cover_unpaid_payments } from './migrations/Migration20261121161300_cover_unpaid_payments.ts';
import { Migration20261121170100_cover_plans } from './migrations/Migration20261121170100_cover_plans.ts';
import { Migration20261121170200_rank_exceptions } from './migrations/Migration20261121170200_rank_exceptions.ts';

/** In the order of time. */
export const billingMigrations = [
  Migration20261121090000_create_billing,
  Migration20261121090100_seed_plans,
  Migration20261121102000_project_tenants,
  Migration20261121102100_create_entitlements,
  Migration20261121102200_seed_plan_entitlements,
  Migration20261121102300_create_mrr_ledger,
  Migration20261121102400_backfill_mrr_ledger,
  Migration20261121102500_index_payments_and_trials,
  Migration20261121161300_cover_unpaid_payments,
  Migration20261121170100_cover_plans,
  Migration20261121170200_rank_exceptions,
];
