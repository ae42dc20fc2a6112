import { Migration } from '@mikro-orm/migrations';

export class Migration20261121101200_create_saved_view extends Migration {
  override up(): void {
    this.addSql(`
      create table saved_view (
        id uuid not null,
        user_id uuid not null,
        list text not null,
        name text not null,
        search text not null,
        created_at timestamptz not null,
        constraint saved_view_pkey primary key (id),
        constraint saved_view_user_list_name unique (user_id, list, name),
        constraint saved_view_user_id_foreign foreign key (user_id) references "user" (id)
          on update cascade on delete cascade
      )`);
  }

  override down(): void {
    this.addSql('drop table saved_view');
  }
}
