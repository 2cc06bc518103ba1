import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity({ schema: 'directory', name: 'stream' })
export class StreamRow {
  @PrimaryColumn('text') agency!: string;
  @PrimaryColumn('text') name!: string;
  @Column('text', { array: true }) kinds!: string[];
  @Column('text') purpose!: string;
  @Column('text', { name: 'legal_basis' }) legalBasis!: string;
  @Column('int') classes!: number;
  @Column('timestamptz', { name: 'expires_at' }) expiresAt!: Date;
}
