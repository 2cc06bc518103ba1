import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { PublicKeys } from '#libs/identity';
import type { Right, Role } from '#libs/kernel';

@Entity({ schema: 'directory', name: 'client' })
export class ClientRow {
  @PrimaryColumn('text') id!: string;
  @Column('text', { nullable: true }) agency!: string | null;
  @Column('text', { name: 'secret_hash' }) secretHash!: string;
  @Column('text', { array: true }) roles!: Role[];
  @Column('text', { array: true }) rights!: Right[];
  @Column('int') classes!: number;
  @Column('int') purposes!: number;
  @Column('smallint') clearance!: number;
  @Column('text', { name: 'legal_bases', array: true }) legalBases!: string[];
  @Column('text', { name: 'certificate_subject', nullable: true }) certificateSubject!: string | null;
  @Column('jsonb', { nullable: true }) jwks!: PublicKeys | null;
}
