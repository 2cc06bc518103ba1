import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity({ schema: 'directory', name: 'task_force' })
export class TaskForceRow {
  @PrimaryColumn('text') code!: string;
  @Column('text') title!: string;
  @Column('timestamptz', { name: 'expires_at' }) expiresAt!: Date;
}
