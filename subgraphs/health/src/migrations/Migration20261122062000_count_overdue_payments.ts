import { Migration } from '@mikro-orm/migrations';

/**
 * How many payments a delinquent tenant owes. What health was told so far says only that there is at least one; billing
 * tells the number with the next change of the subscription or of a payment. The clauses that stand get the currency of
 * their amount.
 */
export class Migration20261122062000_count_overdue_payments extends Migration {
  override async up(): Promise<void> {
    this.addSql('alter table tenant_summary add column overdue_payments integer not null default 0');
    this.addSql('update tenant_summary set overdue_payments = 1 where is_delinquent');
    this.addSql(`
      update tenant_summary s set clauses = (
        select jsonb_agg(
          case clause->>'kind' when 'DELINQUENT' then clause || jsonb_build_object('currency', s.currency) else clause end
          order by place)
        from jsonb_array_elements(s.clauses) with ordinality as c (clause, place))
      where s.clauses @> '[{"kind": "DELINQUENT"}]'`);
  }

  override async down(): Promise<void> {
    this.addSql(`
      update tenant_summary s set clauses = (
        select jsonb_agg(clause - 'currency' order by place)
        from jsonb_array_elements(s.clauses) with ordinality as c (clause, place))
      where s.clauses @> '[{"kind": "DELINQUENT"}]'`);
    this.addSql('alter table tenant_summary drop column overdue_payments');
  }
}
