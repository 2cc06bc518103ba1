import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { AgencyType, Regime } from '../model/participant.js';

@Entity({ schema: 'directory', name: 'agency' })
export class AgencyRow {
  @PrimaryColumn('text') code!: string;
  @Column('text') name!: string;
  @Column('text', { name: 'name_ur', nullable: true }) nameUr!: string | null;
  @Column('text') type!: AgencyType;
  @Column('text') regime!: Regime;
  @Column('text', { nullable: true }) country!: string | null;
  @Column('text', { nullable: true }) contact!: string | null;
}
