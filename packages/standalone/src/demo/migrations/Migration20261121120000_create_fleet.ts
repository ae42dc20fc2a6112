import { Migration } from '@mikro-orm/migrations';

export class Migration20261121120000_create_fleet extends Migration {
  override up(): void {
    this.addSql(`
      create table fleet (
        -- There is one row or none.
        id boolean primary key default true check (id),
        -- Counts the loadings, so that the events of a new one are not taken for repeats of the last.
        generation integer not null,
        -- The hour the fleet's story is told relative to.
        anchor timestamptz not null,
        status text not null check (status in ('LOADING', 'LOADED', 'REMOVED')),
        actions_done integer not null default 0,
        -- Every event of the fleet up to here was sent.
        events_until timestamptz
      )`);
  }

  override down(): void {
    this.addSql('drop table fleet');
  }
}
