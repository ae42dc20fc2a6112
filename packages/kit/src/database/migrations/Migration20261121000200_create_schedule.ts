import { Migration } from '@mikro-orm/migrations';

/** Which tasks run when, as the runners that started last said: a task that never ran is known too. */
export class Migration20261121000200_create_schedule extends Migration {
  override up(): void {
    this.addSql(`create table platform.schedule (task text primary key, schedule text not null)`);
  }

  override down(): void {
    this.addSql(`drop table platform.schedule`);
  }
}
