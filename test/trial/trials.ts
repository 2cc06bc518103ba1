import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** A file of third parties and who hands which of its rows in. */
export interface Trial {
  readonly name: string;
  /** Below the data folder. */
  readonly file: string;
  readonly needs: readonly string[];
  readonly rows: number;
  readonly kind: string;
  readonly map: string;
  readonly shares: readonly Share[];
  /** Processes are killed in the middle. */
  readonly crashes: boolean;
}

export interface Share {
  readonly agency: string;
  readonly fromRow: number;
  readonly toRow: number;
}

/** Of all four regimes: what is withheld of a record differs by who handed it in. */
const HANDING_IN = ['fia', 'police-punjab', 'nccia', 'europol', 'de-bka', 'iom'];

const CTDC = {
  file: 'ctdc/CTDC_VPsynthetic_condensed.csv', needs: [], rows: 21_195, kind: 'case', map: 'ctdc', crashes: false, shares: shared(21_195, HANDING_IN),
};
const IOM = {
  file: 'iom_missing_migrants/iom_europe.csv', needs: [], rows: 6_802, kind: 'incident', map: 'iom', crashes: false, shares: shared(6_802, ['frontex']),
};

export const TRIALS: readonly Trial[] = [
  { name: 'ctdc', ...CTDC },
  { name: 'ctdc-with-persons', ...CTDC, map: 'ctdc-with-persons', needs: ['names/invented_persons_20000.csv'] },
  { name: 'iom', ...IOM },
  { name: 'crash', ...CTDC, crashes: true },
];

/** Only the first rows of the file, for a look. */
export function shortened(trial: Trial, rows: number): Trial {
  return rows < trial.rows ? { ...trial, rows, shares: shared(rows, trial.shares.map(({ agency }) => agency)) } : trial;
}

/** @returns the absolute path of a trial's file. @throws Error that says what is absent and how to name its place */
export function fileOf(trial: Trial): string {
  const folder = resolve(process.env['AMANAT_DATA'] ?? '../shared/data');
  const absent = [trial.file, ...trial.needs].filter((file) => !existsSync(join(folder, file)));
  if (absent.length > 0) throw new Error(`The trial ${trial.name} needs ${absent.join(' and ')}, which is absent: name the folder of the data with AMANAT_DATA.`);
  return join(folder, trial.file);
}

/** As equal ranges of rows as there are agencies. */
function shared(rows: number, agencies: readonly string[]): Share[] {
  const edge = (index: number) => Math.round((rows * index) / agencies.length);
  return agencies.map((agency, index) => ({ agency, fromRow: edge(index) + 1, toRow: edge(index + 1) }));
}
