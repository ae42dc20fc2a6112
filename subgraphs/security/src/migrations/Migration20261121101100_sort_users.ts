import { Migration } from '@mikro-orm/migrations';

/** Users are sorted by any of four fields, and by e-mail address where that is the same. */
export class Migration20261121101100_sort_users extends Migration {
  override up(): void {
    this.addSql('drop index user_name_id');
    this.addSql('create index user_name_email on "user" (name, email)');
    this.addSql('create index user_created_at_email on "user" (created_at, email)');
    this.addSql(
      `create index user_last_signed_in_at_email on "user" (coalesce(last_signed_in_at, '-infinity'), email)`,
    );
  }

  override down(): void {
    this.addSql('drop index user_last_signed_in_at_email');
    this.addSql('drop index user_created_at_email');
    this.addSql('drop index user_name_email');
    this.addSql('create index user_name_id on "user" (name, id)');
  }
}
