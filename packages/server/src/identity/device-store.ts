import type { DevicePublicKey } from "@entobot/contract/auth";
import type { DeviceId, PersonId } from "@entobot/contract/ids";
import { type Queryable, sql, type Transaction } from "../store/queryable.ts";

export interface DeviceRow {
  readonly id: DeviceId;
  readonly person_id: PersonId;
  readonly name: string;
  readonly platform: string;
  readonly public_key: DevicePublicKey | null;
  readonly paired_at: number;
}

export async function insertDevice(db: Queryable, row: DeviceRow): Promise<void> {
  await db.query(
    sql`insert into devices (id, person_id, name, platform, public_key, paired_at)
        values (${row.id}, ${row.person_id}, ${row.name}, ${row.platform},
                ${row.public_key && JSON.stringify(row.public_key)}, ${new Date(row.paired_at)})`,
  );
}

/** Removed ones count: whose phone was taken away has conversations that nobody else may be paired into. */
export async function everHadDevice(db: Queryable, person: PersonId): Promise<boolean> {
  return (await db.query(sql`select 1 from devices where person_id = ${person} limit 1`)).length > 0;
}

export async function findDevice(db: Queryable, id: string): Promise<DeviceRow | undefined> {
  return (await db.query<DeviceRow>(sql`select * from devices where id = ${id}`))[0];
}

export async function updateDeviceName(tx: Transaction, id: DeviceId, name: string): Promise<void> {
  await tx.query(sql`update devices set name = ${name} where id = ${id}`);
}
