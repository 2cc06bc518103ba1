/** Why there can be no local broker, in a few words, or null when there can. */
export function whyNoKafka(jars: string): string | null;

/** Fills the folder `jars` unless the jars of this very pom are there; `onFetch` is called before a download. */
export function ensureJars(jars: string, onFetch?: () => void): Promise<void>;
