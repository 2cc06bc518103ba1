export interface CertificatePaths {
  readonly certificate: string;
  readonly key: string;
}

export interface LocalCertificates {
  /** Path of the authority's certificate. */
  readonly ca: string;
  readonly hub: CertificatePaths;
  readonly clients: Readonly<Record<string, CertificatePaths>>;
}

/** Makes what is missing in `folder` or ends soon: an authority, the hub's certificate, one for each client (`CN=` its id). */
export function ensureCertificates(folder: string, clients: readonly string[]): Promise<LocalCertificates>;
